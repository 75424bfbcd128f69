import { expect, test } from 'vitest'
import { collide } from '../../src/model/bounds.ts'

const range = (from: string, to: string): string => `FOR VALUES FROM (${from}) TO (${to})`
const list = (values: string): string => `FOR VALUES IN (${values})`
const hash = (modulus: number, remainder: number): string =>
  `FOR VALUES WITH (modulus ${modulus}, remainder ${remainder})`

test.each([
  ['two defaults', 'DEFAULT', 'DEFAULT', true],
  ['a default and another one', 'DEFAULT', list("'de'"), false],
  ['ranges of days that touch', range("'2025-01-01'", "'2026-01-01'"), range("'2026-01-01'", "'2027-01-01'"), false],
  ['ranges of days', range("'2025-01-01'", "'2026-01-01'"), range("'2025-06-01'", "'2025-07-01'"), true],
  ['ranges of numbers', range("'9'", "'11'"), range("'100'", "'200'"), false],
  ['ranges without an end', range('MINVALUE', "'10'"), range("'9'", 'MAXVALUE'), true],
  ['ranges of several columns', range("'1', 'a'", "'1', 'm'"), range("'1', 'm'", "'2', MINVALUE"), false],
  ['lists of other values', list("'de', 'fr'"), list("'us', NULL"), false],
  ['lists that share a value', list("'de', 'fr'"), list("'us', 'fr'"), true],
  ['the same share of the rows', hash(2, 1), hash(4, 3), true],
  ['other shares', hash(2, 1), hash(4, 2), false],
  ['shares that do not divide each other', hash(2, 1), hash(3, 0), true],
] as const)('%s', (_name, a, b, expected) => {
  expect([collide(a, b), collide(b, a)]).toEqual([expected, expected])
})
