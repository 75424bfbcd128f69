import { columnTypes } from '../column-types.ts'
import { literal } from './quote.ts'

/**
 * SQL that is true for a value that does not come back the same after `before` → `after` → `before`; null when every
 * value does. Where it can, it tests without casting, so that one bad value does not hide the others; otherwise the
 * cast itself may fail, and its error is the answer. (pg_input_is_valid is only there from 16 on, and even a mention of
 * it fails before: words do not know the version.)
 */
export function lost(value: string, before: string, after: string): string | null {
  if (before === after || widens(before, after)) return null
  const from = split(before)
  const to = split(after)
  if (isText(from.base) || from.base === 'character') return lostFromText(value, before, to, after)
  if (isText(to.base)) return to.limit === undefined ? null : `char_length(${value}::text) > ${to.limit}`
  const range = ranges[to.base]
  if (range !== undefined && isNumber(from.base)) {
    const fraction = from.base in ranges ? '' : `${value} <> trunc(${value}) or `
    return `${fraction}${value} not between ${range[0]} and ${range[1]}`
  }
  if (to.base === 'numeric' && isNumber(from.base) && to.limit !== undefined && !isFloat(from.base)) {
    const scale = to.scale ?? 0
    return `${value} <> round(${value}, ${scale}) or abs(round(${value}, ${scale})) >= 10::numeric ^ ${to.limit - scale}`
  }
  if (columnTypes.canonical(after) === null && columnTypes.canonical(before) === null) return notALabel(value, after)
  return `(${value}::${after}::${before})::text is distinct from ${value}::text`
}

/** Ends of the integer types; a bigint's lower one needs its quotes. */
const ranges: Readonly<Record<string, readonly [low: string, high: string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: [`'-9223372036854775808'::numeric`, '9223372036854775807'],
}

/** Text that the type reads and writes back in the very same form. */
const canonicalText: Readonly<Record<string, string>> = {
  smallint: '^(0|-?[1-9][0-9]{0,4})$',
  integer: '^(0|-?[1-9][0-9]{0,9})$',
  bigint: '^(0|-?[1-9][0-9]{0,18})$',
  numeric: '^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$',
  uuid: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
  boolean: '^(true|false)$',
}

function lostFromText(value: string, before: string, to: Split, after: string): string | null {
  if (isText(to.base)) {
    // Trailing blanks beyond the limit are cut without an error (1B).
    return to.limit === undefined ? null : `char_length(${value}::text) > ${to.limit}`
  }
  if (to.base === 'character') {
    return `char_length(${value}::text) > ${to.limit ?? 1} or ${value}::text <> rtrim(${value}::text, ' ')`
  }
  if (columnTypes.canonical(after) === null) return notALabel(value, after)
  const roundTrip = `(${value}::${after}::${before})::text is distinct from ${value}::text`
  const shape = canonicalText[to.base]
  if (shape === undefined || after.endsWith('[]')) return roundTrip
  const range = ranges[to.base]
  // CASE keeps the order: the cast is only reached by what has the shape.
  return `case when ${value}::text !~ ${literal(shape)} then true ${
    range === undefined ? '' : `when ${value}::numeric not between ${range[0]} and ${range[1]} then true `
  }else ${roundTrip} end`
}

/** Asked while planning the type may not be there yet: then nothing is wrong, and it is asked again before the step. */
function notALabel(value: string, type: string): string {
  const oid = `to_regtype(${literal(type)})`
  return `exists (select from pg_type where oid = ${oid} and typtype = 'e')
    and not exists (select from pg_enum where enumtypid = ${oid} and enumlabel = ${value}::text collate "C")`
}

interface Split {
  readonly base: string
  readonly limit: number | undefined
  readonly scale: number | undefined
}

function split(type: string): Split {
  const match = /^([a-z" ]+?)(?:\((\d+)(?:,(-?\d+))?\))?((?: with| without) time zone)?$/.exec(type)
  const number = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text))
  return { base: (match?.[1] ?? type) + (match?.[4] ?? ''), limit: number(match?.[2]), scale: number(match?.[3]) }
}

const isText = (base: string): boolean => base === 'text' || base === 'character varying' || base === 'public.citext'
const isFloat = (base: string): boolean => base === 'real' || base === 'double precision'
const isNumber = (base: string): boolean => base in ranges || base === 'numeric' || isFloat(base)

const integers = ['smallint', 'integer', 'bigint', 'numeric']

/** Every value of the one is a value of the other, and comes back. */
export function widens(before: string, after: string): boolean {
  const from = split(before)
  const to = split(after)
  if (after === 'text' || after === 'character varying')
    return before !== 'character' && !before.startsWith('character(')
  if (from.base === 'character varying' && to.base === from.base) {
    return to.limit === undefined || (from.limit !== undefined && from.limit <= to.limit)
  }
  if (from.base === 'numeric' && to.base === 'numeric') {
    if (to.limit === undefined) return true
    if (from.limit === undefined) return false
    const [fromScale, toScale] = [from.scale ?? 0, to.scale ?? 0]
    return toScale >= fromScale && to.limit - toScale >= from.limit - fromScale
  }
  if (to.limit === undefined && integers.includes(from.base) && integers.includes(to.base) && from.base !== 'numeric') {
    return integers.indexOf(from.base) <= integers.indexOf(to.base)
  }
  const free = [
    'smallint>real',
    'smallint>double precision',
    'integer>double precision',
    'real>double precision',
    'cidr>inet',
  ]
  return free.includes(`${before}>${after}`)
}
