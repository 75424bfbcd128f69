import { compareText } from '../lib/compare.ts'
import type { Change } from '../model/change.ts'
import { type Column, isIdentity } from '../model/column.ts'
import { nameKey, type ObjectName, sameName } from '../model/name.ts'
import { refKey } from '../model/object-ref.ts'
import type { Sequence } from '../model/objects/sequence.ts'
import type { Schema } from '../model/schema.ts'
import type { OwnedSequence } from '../model/sequence-options.ts'

/** SQL for the next number of a column's own sequence. */
type Next = (table: ObjectName, column: Column) => string

interface Owner {
  readonly table: ObjectName
  readonly column: Column
  readonly sequence: OwnedSequence
}

/** Both schemas as they are while sequences that change hands belong to nobody, and what makes them so and no longer. */
export interface HandedOver {
  readonly actual: Schema
  readonly desired: Schema
  /** The desired schema in the end: what a column owns has its table's owner. */
  readonly wanted: Schema
  readonly changes: readonly Change[]
}

/**
 * A sequence that is there and stays, but as another column's or as nobody's, is neither dropped nor created: it keeps its
 * counter. Those of identity columns cannot be parted from them.
 */
export function handOverSequences(actual: Schema, desired: Schema, next: Next): HandedOver {
  const owners = ownersIn(actual)
  const wanted = ownersIn(desired)
  if (owners.size === 0 && wanted.size === 0) return { actual, desired, wanted: desired, changes: [] }
  const moving = [...new Set([...owners.keys(), ...wanted.keys()])]
    .filter((key) => (owners.has(key) || isFree(actual, key)) && (wanted.has(key) || isFree(desired, key)))
    .filter((key) => !isSameColumn(owners.get(key), wanted.get(key)))
    .sort(compareText)
  const images = (owner: Owner) => ({ table: owner.table, column: owner.column, sequence: free(owner) })
  const releasing = (owner: Owner | undefined): Change[] =>
    owner === undefined ? [] : [{ kind: 'release_sequence', ...images(owner), next: nextOf(owner, next) }]
  const owning = (owner: Owner | undefined): Change[] =>
    owner === undefined ? [] : [{ kind: 'own_sequence', ...images(owner) }]
  return {
    actual: moving.reduce((schema, key) => released(schema, owners.get(key), next), actual),
    desired: moving.reduce((schema, key) => released(schema, wanted.get(key), next), desired),
    wanted: moving.filter((key) => wanted.has(key)).reduce(withoutOwner, desired),
    changes: moving.flatMap((key) => [...releasing(owners.get(key)), ...owning(wanted.get(key))]),
  }
}

function ownersIn({ tables }: Schema): ReadonlyMap<string, Owner> {
  return new Map(
    tables.flatMap((table) =>
      table.columns.flatMap((column): [string, Owner][] => {
        const { sequence } = column
        if (sequence === null || isIdentity(column)) return []
        const name = { schema: table.name.schema, name: sequence.name }
        return [[nameKey(name), { table: table.name, column, sequence }]]
      }),
    ),
  )
}

function withoutOwner(schema: Schema, key: string): Schema {
  const objects = schema.objects.filter(
    ({ kind, on }) => kind !== 'owner' || on?.kind !== 'sequence' || nameKey(on.name) !== key,
  )
  return { ...schema, objects }
}

function isFree({ objects }: Schema, key: string): boolean {
  return objects.some(({ kind, name }) => kind === 'sequence' && nameKey(name) === key)
}

function isSameColumn(one: Owner | undefined, other: Owner | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  return sameName(one.table, other.table) && one.column.name === other.column.name
}

function free({ table, sequence: { name, comment, ...options } }: Owner): Sequence {
  return { kind: 'sequence', name: { schema: table.schema, name }, on: null, comment: comment ?? null, ...options }
}

function nextOf({ table, column }: Owner, next: Next): string | null {
  return column.identity === 'serial' ? next(table, column) : column.default
}

/** The column takes its numbers by a default like any other. */
function released(schema: Schema, owner: Owner | undefined, next: Next): Schema {
  if (owner === undefined) return schema
  const { table: name, column } = owner
  const text = nextOf(owner, next)
  const alone = (one: Column): Column =>
    one.name === column.name ? { ...one, sequence: null, identity: null, default: text } : one
  return {
    ...schema,
    tables: schema.tables.map((table) =>
      sameName(table.name, name) ? { ...table, columns: table.columns.map(alone) } : table,
    ),
    objects: [...schema.objects, free(owner)].sort((a, b) => compareText(refKey(a), refKey(b))),
  }
}
