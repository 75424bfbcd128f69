import { describe, expect, test } from 'vitest'
import { pair } from '../../src/diff/pair.ts'

const rule = (name: string, expression: string): { name: string; expression: string } => ({ name, expression })

describe('pair', () => {
  test('leaves out what is equal in every respect', () => {
    expect(pair([rule('a', 'x > 0')], [rule('a', 'x > 0')])).toEqual([])
  })

  test('matches by name first, even when another has the very definition', () => {
    const actual = [rule('a', 'x > 0'), rule('b', 'y > 0')]
    expect(pair(actual, [rule('a', 'y > 0')])).toEqual([
      { actual: rule('b', 'y > 0'), desired: null },
      { actual: rule('a', 'x > 0'), desired: rule('a', 'y > 0') },
    ])
  })

  test('then by definition, so that a renamed one is not built again', () => {
    expect(pair([rule('old', 'x > 0')], [rule('new', 'x > 0')])).toEqual([
      { actual: rule('old', 'x > 0'), desired: rule('new', 'x > 0') },
    ])
  })

  test('uses each twin once', () => {
    const actual = [rule('a', 'x > 0')]
    expect(pair(actual, [rule('b', 'x > 0'), rule('c', 'x > 0')])).toEqual([
      { actual: rule('a', 'x > 0'), desired: rule('b', 'x > 0') },
      { actual: null, desired: rule('c', 'x > 0') },
    ])
  })

  test('does not take a twin whose name is wanted', () => {
    const actual = [rule('a', 'x > 0')]
    expect(pair(actual, [rule('a', 'x > 0'), rule('b', 'x > 0')])).toEqual([
      { actual: null, desired: rule('b', 'x > 0') },
    ])
  })

  test('what is like what is the business of the caller', () => {
    const alike = (a: { expression: string }, b: { expression: string }): boolean =>
      a.expression.length === b.expression.length
    expect(pair([rule('a', '123')], [rule('b', '456')], alike)).toEqual([
      { actual: rule('a', '123'), desired: rule('b', '456') },
    ])
  })
})
