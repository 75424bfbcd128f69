import { compareText } from '../lib/compare.ts'
import { positionIn } from '../lib/sorted.ts'
import { type VersionedMap, versionedMap } from '../lib/versions.ts'
import { nameKey, type ObjectName } from './name.ts'
import type { SchemaObject } from './object.ts'
import type { Table } from './table.ts'
import { type Relations, relationsAfter, relationsIn } from './table-relations.ts'

/** What one database holds, or should hold. Plain data: it is stored, hashed and sent between processes. */
export interface Schema {
  /** Sorted by schema, then name. */
  readonly tables: readonly Table[]
  readonly enums: readonly EnumType[]
  /** Everything else that is modelled, sorted by `refKey`. */
  readonly objects: readonly SchemaObject[]
  /** Everything found that the model cannot express. Reported, never touched, and blocks what would destroy it. */
  readonly unmodeled: readonly Unmodeled[]
  /** Tables put aside by earlier plans, waiting for `purge`. Columns put aside stay in their table's `columns`. */
  readonly quarantined: readonly ObjectName[]
}

export interface EnumType {
  readonly name: ObjectName
  readonly labels: readonly string[]
  readonly comment: string | null
}

export interface Unmodeled {
  /** `view`, `trigger`, `function`, `policy`, … */
  readonly kind: string
  readonly name: ObjectName
  /** The table it belongs to or reads, when it is bound to one. */
  readonly table: ObjectName | null
  /** SQLite keeps the text of views and triggers, so a rebuild can put them back (hazards.md 2C). */
  readonly sql: string | null
}

export const emptySchema: Schema = { tables: [], enums: [], objects: [], unmodeled: [], quarantined: [] }

interface Index {
  readonly byName: VersionedMap<Table>
  /** Made when they are first asked for; null until then. */
  relations: Relations | null
}

const known = new WeakMap<Schema['tables'], Index>()

function indexOf(tables: Schema['tables']): Index {
  const before = known.get(tables)
  if (before !== undefined) return before
  const index: Index = { byName: versionedMap(tables.map((table) => [nameKey(table.name), table])), relations: null }
  known.set(tables, index)
  return index
}

/** Asked for table after table, so each list of tables is indexed once. */
export function tableOf({ tables }: Schema, name: ObjectName): Table | undefined {
  return indexOf(tables).byName.get(nameKey(name))
}

/** Tables that are partitions of it or inherit from it, in the order of the schema. */
export function childrenOf({ tables }: Schema, name: ObjectName): Table[] {
  return related(tables, name, 'children')
}

/** Tables that have a foreign key to it, in the order of the schema; it may be one of them. */
export function pointersTo({ tables }: Schema, name: ObjectName): Table[] {
  return related(tables, name, 'pointers')
}

function related(tables: Schema['tables'], name: ObjectName, how: keyof Relations): Table[] {
  const index = indexOf(tables)
  index.relations ??= relationsIn(tables)
  const keys = index.relations[how].get(nameKey(name)) ?? []
  return keys.toSorted(compareText).flatMap((key) => index.byName.get(key) ?? [])
}

/** The schema with one table instead of another (null: none), which a simulation makes thousands of times. */
export function withTable(schema: Schema, before: Table | null, after: Table | null): Schema {
  const edited = [...schema.tables]
  const index = indexOf(schema.tables)
  let { byName } = index
  if (before !== null) {
    const position = positionOf(edited, before)
    edited.splice(edited[position] === before ? position : edited.indexOf(before), 1)
    byName = byName.with(nameKey(before.name), undefined)
  }
  if (after !== null) {
    edited.splice(positionOf(edited, after), 0, after)
    byName = byName.with(nameKey(after.name), after)
  }
  const relations = index.relations === null ? null : relationsAfter(index.relations, before, after)
  known.set(edited, { byName, relations })
  return { ...schema, tables: edited }
}

function positionOf(tables: readonly Table[], { name }: Table): number {
  return positionIn(tables, nameKey(name), (table) => nameKey(table.name))
}
