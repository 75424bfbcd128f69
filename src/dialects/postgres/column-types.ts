import type { ColumnTypes } from '../dialect.ts'

/** Names of table 8.1 of the manual (and pg_catalog's own) → as `format_type` writes them. */
const aliases: Readonly<Record<string, string>> = {
  int: 'integer',
  int4: 'integer',
  integer: 'integer',
  int2: 'smallint',
  smallint: 'smallint',
  int8: 'bigint',
  bigint: 'bigint',
  bool: 'boolean',
  boolean: 'boolean',
  float4: 'real',
  real: 'real',
  float8: 'double precision',
  'double precision': 'double precision',
  decimal: 'numeric',
  dec: 'numeric',
  numeric: 'numeric',
  varchar: 'character varying',
  'character varying': 'character varying',
  'char varying': 'character varying',
  'national character varying': 'character varying',
  'nchar varying': 'character varying',
  char: 'character',
  character: 'character',
  nchar: 'character',
  'national character': 'character',
  'national char': 'character',
  varbit: 'bit varying',
  'bit varying': 'bit varying',
  bit: 'bit',
  '"char"': '"char"',
}

/** Spelled as they are named. */
const plain: readonly string[] = [
  'text',
  'bytea',
  'uuid',
  'json',
  'jsonb',
  'jsonpath',
  'xml',
  'date',
  'money',
  'inet',
  'cidr',
  'macaddr',
  'macaddr8',
  'point',
  'line',
  'lseg',
  'box',
  'path',
  'polygon',
  'circle',
  'tsvector',
  'tsquery',
  'oid',
  'name',
  'bpchar',
  'int4range',
  'int8range',
  'numrange',
  'tsrange',
  'tstzrange',
  'daterange',
  'int4multirange',
  'int8multirange',
  'nummultirange',
  'tsmultirange',
  'tstzmultirange',
  'datemultirange',
  'pg_lsn',
  'pg_snapshot',
  'txid_snapshot',
  'xid',
  'xid8',
  'cid',
  'tid',
  'regclass',
  'regcollation',
  'regconfig',
  'regdictionary',
  'regnamespace',
  'regoper',
  'regoperator',
  'regproc',
  'regprocedure',
  'regrole',
  'regtype',
]

/** Types that take one number, with what a missing one means. */
const lengths: Readonly<Record<string, string | null>> = {
  'character varying': null,
  character: '1',
  bit: '1',
  'bit varying': null,
}

const intervalFields =
  /^(year|month|day|hour|minute|second|year to month|day to hour|day to minute|day to second|hour to minute|hour to second|minute to second)$/

/** The type as `format_type` spells it; null for what only the server can know. `serial` is no type. */
function canonical(type: string): string | null {
  const text = lowerOutsideQuotes(type.trim().replaceAll(/\s+/g, ' '))
  const array = /^(.*?) array(?: ?\[ ?\d+ ?\])?$|^(.*?)(?: ?\[ ?\d* ?\])+$/.exec(text)
  if (array !== null) {
    const element = canonical(array[1] ?? array[2] ?? '')
    return element === null || element.endsWith('[]') ? null : `${element}[]`
  }
  const parts =
    /^(?:pg_catalog\.)?([a-z_"][a-z0-9_" ]*?) ?(?:\( ?(-?\d+)(?: ?, ?(-?\d+))? ?\))?( (?:with|without) time zone| varying)?$/.exec(
      text,
    )
  if (parts === null) return null
  const [, word = '', first, second, suffix = ''] = parts
  return scalar(word + (suffix === ' varying' ? suffix : ''), first, second, suffix === ' varying' ? '' : suffix)
}

function scalar(word: string, first: string | undefined, second: string | undefined, zone: string): string | null {
  const moment = temporal(word, first, zone)
  if (moment !== undefined) return second === undefined ? moment : null
  if (zone !== '') return null
  if (word === 'float' && second === undefined) return floating(first)
  if (word === 'bpchar' && first !== undefined) return scalar('character', first, second, '')
  if (plain.includes(word)) return first === undefined ? word : null
  const base = Object.hasOwn(aliases, word) ? aliases[word] : undefined
  if (base === undefined) return null
  if (base === 'numeric') return first === undefined ? base : `numeric(${first},${second ?? '0'})`
  if (Object.hasOwn(lengths, base)) {
    if (second !== undefined) return null
    const length = first ?? lengths[base] ?? null
    return length === null ? base : `${base}(${length})`
  }
  return first === undefined ? base : null
}

/** timestamp, time and interval, whose precision comes before `with time zone`; undefined: something else. */
function temporal(word: string, precision: string | undefined, zone: string): string | undefined | null {
  const digits = precision === undefined ? '' : `(${precision})`
  if (word === 'timestamptz' || word === 'timetz') {
    return zone === '' ? `${word.slice(0, -2)}${digits} with time zone` : null
  }
  if (word === 'timestamp' || word === 'time') return `${word}${digits}${zone === '' ? ' without time zone' : zone}`
  if (word === 'interval') return zone === '' ? `interval${digits}` : null
  if (word.startsWith('interval ')) {
    const fields = word.slice('interval '.length)
    if (!intervalFields.test(fields) || zone !== '') return null
    if (precision !== undefined && !fields.endsWith('second')) return null
    return `interval ${fields}${digits}`
  }
  return undefined
}

function floating(bits: string | undefined): string | null {
  const size = Number(bits ?? '53')
  return size < 1 || size > 53 ? null : size <= 24 ? 'real' : 'double precision'
}

/** Type names fold to lower case like all of SQL, except inside double quotes. */
function lowerOutsideQuotes(text: string): string {
  return text.replaceAll(/"(?:[^"]|"")*"|[^"]+/g, (part) => (part.startsWith('"') ? part : part.toLowerCase()))
}

/** `timestamp(3) with time zone` → `timestamptz(3)`, `character varying(20)` → `varchar(20)`. */
function short(type: string): string {
  const text = type
    .replace(/^character varying/, 'varchar')
    .replace(/^character\b/, 'char')
    .replace(/^bit varying/, 'varbit')
    .replace(/^(timestamp|time)(\(\d+\))? with time zone/, '$1tz$2')
    .replace(/^(timestamp|time)(\(\d+\))? without time zone/, '$1$2')
  return canonical(text) === type ? text : type
}

export const columnTypes: ColumnTypes = {
  canonical,
  short,
  known: [
    ...new Set([...Object.keys(aliases), ...plain, 'timestamp', 'timestamptz', 'time', 'timetz', 'interval', 'float']),
  ].sort(),
  fidelity: () => null,
}
