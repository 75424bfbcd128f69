import { literal } from './words/quote.ts'

/**
 * What texts and casts are read and written by: batches and triggers give a row the same value only if they agree on it,
 * whatever role, database or application have set. UTC, since a time zone that is not said has to be the same everywhere.
 */
export const readingSettings: Readonly<Record<string, string>> = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  xmloption: 'content',
}

/** The clauses by which a function has them while it runs. */
export function withReadingSettings(): string {
  return Object.entries(readingSettings)
    .map(([name, value]) => `set ${name} = ${literal(value)}`)
    .join(' ')
}
