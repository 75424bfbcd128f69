import type { Work } from '../../../model/statement.ts'

export interface Conversion {
  readonly work: Extract<Work, 'catalog' | 'index_build' | 'rewrite'>
  /** False: the server has no assignment cast, so the change needs USING. */
  readonly automatic: boolean
}

/** USING for what has no assignment cast. Between types that users have made there is none at all but by way of text. */
export function explicitCast(column: string, before: string, after: string): string {
  return isMade(before) && isMade(after) ? `${column}::text::${after}` : `${column}::${after}`
}

/** `format_type` qualifies what is not in pg_catalog. */
function isMade(type: string): boolean {
  return type.includes('.')
}

interface Type {
  readonly base: string
  readonly args: readonly number[]
  readonly array: boolean
}

/**
 * What ALTER COLUMN … TYPE does between two types as `format_type` spells them (hazards.md 1B; the same on 14 to 18, in
 * a session whose TimeZone is UTC). Types it does not know are taken to be rewritten, with USING.
 */
export function conversion(before: string, after: string): Conversion {
  const from = parse(before)
  const to = parse(after)
  if (before === after) return { work: 'catalog', automatic: true }
  const automatic = castsAutomatically(from, to)
  // Any change of an array's type rewrites, even one that would be free for its elements.
  if (from.array || to.array) return { work: 'rewrite', automatic }
  return { work: workBetween(from, to), automatic }
}

function parse(type: string): Type {
  const array = type.endsWith('[]')
  const scalar = array ? type.slice(0, -2) : type
  const args = /\((\d+)(?:,(-?\d+))?\)/.exec(scalar)
  return {
    base: scalar.replace(/\(\d+(?:,-?\d+)?\)/, '').trim(),
    args: args === null ? [] : [args[1], args[2]].flatMap((arg) => (arg === undefined ? [] : [Number(arg)])),
    array,
  }
}

const strings: ReadonlySet<string> = new Set(['text', 'character varying'])
const moments: ReadonlySet<string> = new Set(['timestamp without time zone', 'timestamp with time zone'])
const precise: ReadonlySet<string> = new Set([...moments, 'time without time zone', 'time with time zone', 'interval'])

function workBetween(from: Type, to: Type): Conversion['work'] {
  if (strings.has(from.base) && strings.has(to.base)) return widens(from.args[0], to.args[0]) ? 'catalog' : 'rewrite'
  if (from.base === 'xml' && to.base === 'text') return 'catalog'
  if (from.base === 'numeric' && to.base === 'numeric') return numericWork(from, to)
  if (from.base === 'bit varying' && to.base === 'bit varying')
    return widens(from.args[0], to.args[0]) ? 'catalog' : 'rewrite'
  if (from.base === 'bit' && to.base === 'bit varying') return widens(from.args[0], to.args[0]) ? 'catalog' : 'rewrite'
  if (from.base === 'cidr' && to.base === 'inet') return 'catalog'
  if (isPair(from, to, 'integer', 'oid')) return 'catalog'
  if (isPair(from, to, 'text', 'public.citext')) return 'index_build'
  if (precise.has(from.base) && from.base === to.base)
    return (to.args[0] ?? 6) >= (from.args[0] ?? 6) ? 'catalog' : 'rewrite'
  // In UTC both are the same bits, but not the same operator class.
  if (moments.has(from.base) && moments.has(to.base) && (to.args[0] ?? 6) >= (from.args[0] ?? 6)) return 'index_build'
  return 'rewrite'
}

function numericWork(from: Type, to: Type): Conversion['work'] {
  const [precision, scale] = to.args
  if (precision === undefined) return 'catalog'
  const [oldPrecision, oldScale] = from.args
  return oldPrecision !== undefined && oldScale === scale && precision >= oldPrecision ? 'catalog' : 'rewrite'
}

/** Whether the value depends on what a session has set: what is not known to be spelled in one way only is taken to. */
export function readsSettings(before: string, after: string): boolean {
  return [before, after].map(parse).some(({ base, array }) => array || !plain.has(base))
}

/** No limit, or one that is not below the old one. */
function widens(from: number | undefined, to: number | undefined): boolean {
  return to === undefined || (from !== undefined && to >= from)
}

function isPair(from: Type, to: Type, one: string, other: string): boolean {
  return (from.base === one && to.base === other) || (from.base === other && to.base === one)
}

const numbers = ['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision']
const texts = ['text', 'character varying', 'character', 'bpchar', 'name', 'public.citext']

/** Spelled in one way, and read in one. Floating point numbers have as many digits as a session wants. */
const plain: ReadonlySet<string> = new Set(
  ['smallint', 'integer', 'bigint', 'numeric', 'oid', 'boolean', 'uuid', 'bit', 'bit varying'].concat(
    ['json', 'jsonb', 'inet', 'cidr', 'macaddr', 'macaddr8'],
    texts,
  ),
)

/** Groups within which pg_cast has a cast for assignment (or an implicit one) from each to each, and single ones. */
const groups: readonly ReadonlySet<string>[] = [
  new Set(numbers),
  new Set(texts),
  new Set(['json', 'jsonb']),
  new Set(['date', ...moments]),
  new Set(['inet', 'cidr']),
  new Set(['macaddr', 'macaddr8']),
  new Set(['bit', 'bit varying']),
  new Set(['time without time zone', 'time with time zone']),
  new Set(['time without time zone', 'interval']),
  new Set(['numeric', 'money']),
]
const single: ReadonlySet<string> = new Set([
  ...['smallint', 'integer', 'bigint'].map((type) => `${type}>oid`),
  'oid>integer',
  'oid>bigint',
  'integer>money',
  'bigint>money',
  'timestamp without time zone>time without time zone',
  'timestamp with time zone>time without time zone',
  'timestamp with time zone>time with time zone',
])

function castsAutomatically(from: Type, to: Type): boolean {
  if (from.array !== to.array) return texts.includes(to.base) && !to.array
  if (from.base === to.base) return true
  // Everything has an output function, and assignment to a string may use it.
  if (texts.includes(to.base) && to.base !== 'name') return true
  return groups.some((group) => group.has(from.base) && group.has(to.base)) || single.has(`${from.base}>${to.base}`)
}
