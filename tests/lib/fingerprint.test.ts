import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sameValue } from '../../src/lib/compare.ts'
import { fingerprint, stableJson } from '../../src/lib/fingerprint.ts'

const data = fc.jsonValue({ maxDepth: 3 })

describe('stableJson', () => {
  test('sorts keys at every depth and keeps the order of lists', () => {
    expect(stableJson({ b: [{ d: 1, c: 2 }, 1], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1},1]}')
  })

  test('leaves out what is undefined', () => {
    expect(stableJson({ a: undefined, b: 1 })).toBe('{"b":1}')
  })

  test('knows a key from what every object inherits, among objects with other keys', () => {
    expect(stableJson([{ constructor: 1 }, { a: 2 }, { constructor: 3 }])).toBe(
      '[{"constructor":1},{"a":2},{"constructor":3}]',
    )
    expect(
      stableJson([
        { a: 1, b: 2 },
        { a: undefined, c: 3 },
        { c: 4, a: 5 },
      ]),
    ).toBe('[{"a":1,"b":2},{"c":3},{"a":5,"c":4}]')
  })

  test('reads back as the same value', () => {
    fc.assert(
      fc.property(data, (value) => {
        // JSON has no -0.
        const plain: unknown = JSON.parse(JSON.stringify(value))
        expect(JSON.parse(stableJson(value))).toEqual(plain)
      }),
    )
  })
})

describe('fingerprint', () => {
  test('is SHA-256 in hex', () => {
    expect(fingerprint('')).toBe('12ae32cb1ec02d01eda3581b127c1fee3b0dc53572ed6baf239721a03d82e126')
  })

  test('tells long values apart, by themselves and as parts of others', () => {
    const long = (end: string) => ({ text: `${'x'.repeat(1000)}${end}` })
    expect(fingerprint([long('a')])).toBe(fingerprint([structuredClone(long('a'))]))
    expect(fingerprint([long('a')])).not.toBe(fingerprint([long('b')]))
    expect(fingerprint(long('a'))).not.toBe(fingerprint([long('a')]))
  })

  test('is equal for equal values and different for different ones', () => {
    fc.assert(
      fc.property(data, data, (a, b) => {
        expect(fingerprint(a)).toBe(fingerprint(structuredClone(a)))
        expect(fingerprint(a) === fingerprint(b)).toBe(sameValue(a, b))
      }),
    )
  })
})
