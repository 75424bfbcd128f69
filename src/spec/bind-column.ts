import type { Column } from '../model/column.ts'
import { nameKey, type ObjectName } from '../model/name.ts'
import type { Binding, Declared } from './binding.ts'
import { bindNotNull } from './bind-not-null.ts'
import { bindColumnPhysical } from './bind-physical.ts'
import { bindSequence, isSerial, serialType, writtenIdentity } from './bind-sequence.ts'
import { bindType } from './bind-type.ts'
import type { ColumnSpec, OptionalWord } from './content.ts'
import { enginePlace, engineText } from './engine-text.ts'
import type { DefaultNames } from './default-names.ts'
import { tableName } from './object-names.ts'
import { sqliteDefault } from './portable-defaults.ts'
import { below, type Place } from './spec-file.ts'

export interface BoundColumn {
  readonly column: Column
  /** Labels that a check has to enforce, see `BoundType`. */
  readonly labels: readonly string[] | null
}

/** One column; `key` are the columns of the primary key. */
export function bindColumn(
  binding: Binding,
  table: Declared,
  name: string,
  written: string | ColumnSpec,
  key: readonly string[],
  names: DefaultNames,
): BoundColumn {
  const spec: ColumnSpec = typeof written === 'string' ? { type: written } : written
  const place = below(table.place, 'columns', name)
  const shown = `${table.shown}.${name}`
  const typePlace = typeof written === 'string' ? place : below(place, 'type')
  const sqlite = binding.dialect.name === 'sqlite'
  const untyped = sqlite && typeof spec.type === 'object' && spec.type.sqlite === null
  const writtenType = engineText(binding, spec.type, typePlace, `column ${shown}: type`) ?? (untyped ? '' : 'text')
  const bound = bindType(
    binding,
    serialType(writtenType) ?? writtenType,
    enginePlace(binding, spec.type, typePlace),
    shown,
    {
      strict: sqlite && table.spec.strict === true,
      verbatim: sqlite && typeof spec.type === 'object',
    },
  )
  checkKinds(binding, spec, writtenType, place, shown)
  const identity = bindIdentity(binding, table, name, spec, writtenType, bound.type, key, place)
  if (spec.comment !== undefined && !binding.facts.comments)
    binding.note(below(place, 'comment'), 'not-kept', 'SQLite keeps no comments', shown)
  const column: Column = {
    name,
    type: sqlite && identity !== null ? 'integer' : bound.type,
    ...bindNotNull(binding, spec, isImpliedNotNull(binding, spec, writtenType, key.includes(name)), place, shown),
    default: bindDefault(binding, spec, writtenType, place, shown),
    identity,
    sequence: sqlite ? null : bindSequence(binding, table, { name, type: bound.type, identity }, spec, names),
    generated: bindGenerated(binding, spec, name, key, place, shown),
    collation: bindCollation(binding, spec.collation, below(place, 'collation'), `column ${shown}`),
    comment: binding.facts.comments ? (spec.comment ?? null) : null,
    physical: bindColumnPhysical(binding, spec, bound.type, place, shown),
  }
  return { column, labels: bound.labels }
}

/**
 * A primary key and PostgreSQL's identity and serial are NOT NULL without saying so. SQLite has keys that may be null
 * (lang_createtable.html §3.5), so there `not_null: false` is a word of its own.
 */
function isImpliedNotNull(
  { dialect }: Binding,
  { not_null, identity }: ColumnSpec,
  writtenType: string,
  inKey: boolean,
): boolean {
  if (dialect.name === 'sqlite') return inKey && not_null !== false
  return inKey || identity !== undefined || serialType(writtenType) !== null
}

/** A value comes from one place. */
function checkKinds(binding: Binding, spec: ColumnSpec, writtenType: string, place: Place, shown: string): void {
  const serial = serialType(writtenType) === null ? [] : [`type: ${writtenType}`]
  if (serial.length === 0 && spec.identity === undefined && spec.generated === undefined && spec.sequence === undefined)
    return
  // A sequence may serve a default of another kind than its next number.
  const kinds = serial.length > 0 || spec.default === undefined ? (['sequence'] as const) : []
  const written = ([...(['default', 'identity', 'generated'] as const), ...kinds] as const).filter(
    (kind) => spec[kind] !== undefined && !(kind === 'sequence' && serial.length > 0),
  )
  const [first, second] = [...serial, ...written]
  if (first === undefined || second === undefined) return
  binding.error(
    below(place, written.at(-1) ?? 'type'),
    'conflicting-keys',
    `column ${shown} has both ${first} and ${second}`,
    'keep the one that gives the value',
  )
}

function bindIdentity(
  binding: Binding,
  table: Declared,
  name: string,
  spec: ColumnSpec,
  writtenType: string,
  type: string,
  key: readonly string[],
  place: Place,
): Column['identity'] {
  const serial = isSerial(spec, writtenType)
  const identity = writtenIdentity(spec)
  if (identity === null && !serial) return null
  const shown = `${table.shown}.${name}`
  const at = below(place, spec.identity !== undefined ? 'identity' : spec.sequence !== undefined ? 'sequence' : 'type')
  if (binding.dialect.name === 'postgres') {
    if (serial) return 'serial'
    if (!['smallint', 'integer', 'bigint'].includes(type)) {
      binding.error(
        at,
        'identity-type',
        `column ${shown}: identity needs the type smallint, integer or bigint, not ${type}`,
        'write one of these',
      )
    }
    return identity
  }
  if (key.length !== 1 || key[0] !== name || !/int/i.test(type)) {
    binding.error(
      at,
      'identity-not-key',
      `column ${shown}: SQLite numbers only an integer column that is the primary key alone`,
      `write primary_key: [${name}], or leave identity out`,
    )
  } else if (table.spec.without_rowid === true) {
    binding.error(
      at,
      'identity-not-key',
      `column ${shown}: SQLite cannot number a WITHOUT ROWID table`,
      'leave out identity or without_rowid',
    )
  }
  if (typeof spec.identity === 'object' || spec.sequence !== undefined) {
    binding.note(at, 'not-kept', 'SQLite counts its own way, from 1 by 1', shown)
  }
  if (identity === 'always') {
    binding.note(at, 'not-enforced', 'SQLite lets a row bring its own number where identity is always', shown)
  }
  return 'by_default'
}

function bindDefault(
  binding: Binding,
  spec: ColumnSpec,
  writtenType: string,
  place: Place,
  shown: string,
): string | null {
  if (spec.default === undefined) return null
  const text = engineText(binding, spec.default, below(place, 'default'), `column ${shown}: default`)
  return text !== null && binding.dialect.name === 'sqlite' ? sqliteDefault(text, writtenType) : text
}

function bindGenerated(
  binding: Binding,
  spec: ColumnSpec,
  name: string,
  key: readonly string[],
  place: Place,
  shown: string,
): Column['generated'] {
  if (spec.generated === undefined) return null
  const at = below(place, 'generated')
  const expression = engineText(binding, spec.generated, at, `column ${shown}: generated`)
  if (expression === null) return null
  const stored = spec.stored ?? true
  if (!stored && binding.dialect.name === 'postgres' && binding.version < 18) {
    binding.error(
      below(place, 'stored'),
      'needs-newer-server',
      `column ${shown}: PostgreSQL ${binding.version} has no virtual columns (stored: false), 18 does`,
      'write stored: true',
    )
  }
  if (key.includes(name) && (binding.dialect.name === 'sqlite' || !stored)) {
    binding.error(
      at,
      'generated-key',
      `column ${shown} is generated and cannot be part of the primary key`,
      'use a unique constraint instead',
    )
  }
  return { expression, stored }
}

const sqliteCollations: readonly string[] = ['binary', 'nocase', 'rtrim']

export function bindCollation(
  binding: Binding,
  written: OptionalWord | undefined,
  place: Place,
  what: string,
): string | null {
  if (written === undefined) return null
  const name = engineText(binding, written, place, `${what}: collation`)
  const own =
    name === null ? undefined : binding.collations.get(nameKey(tableName(name, binding.dialect.defaultSchema)))
  if (own !== undefined) return ownCollation(binding, own, place, what)
  if (name === null || binding.dialect.name === 'postgres' || sqliteCollations.includes(name.toLowerCase())) return name
  binding.error(
    enginePlace(binding, written, place),
    'unknown-collation',
    `${what}: SQLite does not know the collation ${name}`,
    `write it for each engine: { postgres: ${name}, sqlite: ${sqliteCollations.join(' | ')} }, or sqlite: null`,
  )
  return null
}

/** With its schema and in quotes, as `collationText` in the catalog writes it. */
function ownCollation(binding: Binding, { schema, name }: ObjectName, place: Place, what: string): string | null {
  if (binding.facts.objects.includes('collation'))
    return [schema, name].map((part) => `"${part.replaceAll('"', '""')}"`).join('.')
  binding.note(place, 'not-kept', 'SQLite has no collations of its own making', what)
  return null
}
