import type { ColumnTypes } from '../dialect.ts'

/**
 * What the portable types become. SQLite stores by affinity, so a type says how values are compared and little else.
 * Lengths, precisions and array brackets are dropped; `numeric` is for tables that are not STRICT, which know only
 * integer, real, text, blob and any.
 *
 * | written                                                            | declared  | stored as                       |
 * |--------------------------------------------------------------------|-----------|---------------------------------|
 * | smallint, int, bigint                                              | `integer` | up to 64 bits                   |
 * | boolean                                                            | `integer` | 0 and 1                         |
 * | real, double precision                                             | `real`    | 64-bit float                    |
 * | numeric, decimal, money                                            | `numeric` | integer, else 64-bit float      |
 * | text, varchar(n), char(n), citext, uuid, xml, inet, …              | `text`    | text                            |
 * | date, time, timestamp, timestamptz, interval                       | `text`    | ISO 8601 text                   |
 * | json, jsonb, arrays                                                | `text`    | JSON text                       |
 * | bytea, blob                                                        | `blob`    | bytes                           |
 * | any                                                                | `any`     | whatever is written             |
 */
const declaredAs: ReadonlyMap<string, string> = new Map([
  ...['smallint', 'int2', 'integer', 'int', 'int4', 'bigint', 'int8', 'boolean', 'bool'].map(
    (name) => [name, 'integer'] as const,
  ),
  ...['real', 'float4', 'double precision', 'float8', 'float', 'double'].map((name) => [name, 'real'] as const),
  ...['numeric', 'decimal', 'money'].map((name) => [name, 'numeric'] as const),
  ...['text', 'varchar', 'character varying', 'char', 'character', 'bpchar', 'name', 'citext', 'xml'].map(
    (name) => [name, 'text'] as const,
  ),
  ...['uuid', 'json', 'jsonb', 'inet', 'cidr', 'macaddr', 'tsvector'].map((name) => [name, 'text'] as const),
  ...['date', 'interval', 'time', 'timetz', 'timestamp', 'timestamptz'].map((name) => [name, 'text'] as const),
  ...['time', 'timestamp'].flatMap((name) => [
    [`${name} with time zone`, 'text'] as const,
    [`${name} without time zone`, 'text'] as const,
  ]),
  ...['bytea', 'blob'].map((name) => [name, 'blob'] as const),
  ['any', 'any'],
])

interface Written {
  readonly base: string
  readonly modifiers: string
  readonly array: boolean
}

export const types: ColumnTypes = {
  canonical(type: string): string | null {
    const { base, array } = read(type)
    const declared = declaredAs.get(base)
    return declared !== undefined && array ? 'text' : (declared ?? null)
  },

  short: (type) => type,

  known: [...declaredAs.keys()],

  fidelity(type: string): string | null {
    const { base, modifiers, array } = read(type)
    if (array) return `${type}: kept as JSON text, elements are not checked`
    if (/^(?:varchar|character varying|char|character|bpchar)$/.test(base) && modifiers !== '')
      return `${type}: length is not enforced`
    if (base === 'numeric' || base === 'decimal')
      return `${type}: precision and scale are not enforced, fractions are 64-bit floats`
    if (base === 'money') return 'money: kept as a number; fractions are 64-bit floats'
    if (base === 'smallint' || base === 'int2') return `${type}: the range of 16 bits is not enforced`
    if (/^(?:integer|int|int4)$/.test(base)) return `${type}: the range of 32 bits is not enforced`
    if (base === 'boolean' || base === 'bool')
      return `${type}: kept as an integer, values other than 0 and 1 are not refused`
    if (base === 'real' || base === 'float4') return `${type}: kept with 64 bits`
    if (/^(?:date|interval|time|timetz|timestamp|timestamptz)\b/.test(base))
      return `${type}: kept as text, format and time zone are not enforced`
    if (base === 'citext') return 'citext: comparisons regard case; use collation nocase'
    if (/^(?:uuid|json|jsonb|xml|inet|cidr|macaddr|tsvector)$/.test(base))
      return `${type}: kept as text, the format is not enforced`
    return null
  },
}

/** `Timestamp (3) WITH time zone` is `timestamp with time zone` and `(3)`. */
function read(type: string): Written {
  const text = type.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  const array = /(?:\[\d*\]| array)$/.test(text)
  const modifiers = /\([^)]*\)/.exec(text)?.[0] ?? ''
  const base = text
    .replaceAll(/(?:\[\d*\]| array)$|(?:\[\d*\])+$/g, '')
    .replace(/\s*\([^)]*\)/, '')
    .trim()
  return { base: base.replaceAll(/\[\d*\]/g, ''), modifiers, array }
}
