import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareText, sameValue } from '../../src/lib/compare.ts'
import { count, didYouMean, editDistance, printable } from '../../src/lib/text.ts'

describe('editDistance', () => {
  test.for([
    ['', '', 0],
    ['', 'abc', 3],
    ['column', 'colum', 1],
    ['column', 'colunm', 1],
    ['colunms', 'columns', 1],
    ['kitten', 'sitting', 3],
  ] as const)('%s and %s: %i', ([a, b, distance]) => {
    expect(editDistance(a, b)).toBe(distance)
    expect(editDistance(b, a)).toBe(distance)
  })

  test('is nothing for equal texts and at most the longer length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(editDistance(a, a)).toBe(0)
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
        expect(editDistance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length))
      }),
    )
  })
})

describe('didYouMean', () => {
  const keys = ['columns', 'checks', 'indexes', 'primary_key', 'comment']

  test.for([
    ['colums', 'columns'],
    ['Columns', 'columns'],
    ['index', 'indexes'],
    ['primarykey', 'primary_key'],
    ['coment', 'comment'],
  ] as const)('%s: %s', ([word, meant]) => {
    expect(didYouMean(word, keys)).toBe(meant)
  })

  test('keeps quiet when nothing is near', () => {
    expect(didYouMean('triggers', keys)).toBeNull()
    expect(didYouMean('x', keys)).toBeNull()
    expect(didYouMean('anything', [])).toBeNull()
  })

  test('of equally near ones the first', () => {
    expect(didYouMean('cat', ['bat', 'car'])).toBe('bat')
  })
})

describe('count', () => {
  test.for([
    [0, '0 steps'],
    [1, '1 step'],
    [3, '3 steps'],
    [12_345, '12,345 steps'],
  ] as const)('%i', ([number, text]) => {
    expect(count(number, 'step')).toBe(text)
  })

  test('with a plural of its own', () => {
    expect(count(2, 'query', 'queries')).toBe('2 queries')
  })
})

describe('printable', () => {
  test('takes the teeth out of terminal codes, bells and bidirectional overrides', () => {
    expect(printable('a\u001b[2Jb\u0007c\u202ed')).toBe('a\ufffd[2Jb\ufffdc\ufffdd')
  })

  test('leaves tabs, line ends and every letter alone', () => {
    expect(printable('a\tb\nжук 🙂')).toBe('a\tb\nжук 🙂')
  })
})

describe('compareText', () => {
  test('is the same on every machine: code units, not a locale', () => {
    expect(['б', 'B', 'a', 'á', 'A'].sort(compareText)).toEqual(['A', 'B', 'a', 'á', 'б'])
  })
})

describe('sameValue', () => {
  test('goes by content, whatever the order of keys', () => {
    expect(sameValue({ a: [1, { b: null }], c: 'x' }, { c: 'x', a: [1, { b: null }] })).toBe(true)
    expect(sameValue({ a: 1, b: undefined }, { a: 1 })).toBe(true)
  })

  test.for([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [
      [1, 2],
      [2, 1],
    ],
    [[], {}],
    [null, {}],
    [null, undefined],
    ['1', 1],
  ] as const)('%j is not %j', ([a, b]) => {
    expect(sameValue(a, b)).toBe(false)
    expect(sameValue(b, a)).toBe(false)
  })
})
