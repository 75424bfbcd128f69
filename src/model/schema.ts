import { positionIn } from '../lib/sorted.ts'
import { type VersionedMap, versionedMap } from '../lib/versions.ts'
import { nameKey, type ObjectName } from './name.ts'
import type { SchemaObject } from './object.ts'
import type { Table } from './table.ts'

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

const known = new WeakMap<Schema['tables'], VersionedMap<Table>>()

function indexOf(tables: Schema['tables']): VersionedMap<Table> {
  const before = known.get(tables)
  if (before !== undefined) return before
  const index = versionedMap(tables.map((table) => [nameKey(table.name), table]))
  known.set(tables, index)
  return index
}

/** Asked for table after table, so each list of tables is indexed once. */
export function tableOf({ tables }: Schema, name: ObjectName): Table | undefined {
  return indexOf(tables).get(nameKey(name))
}

/** The schema with one table instead of another (null: none), which a simulation makes thousands of times. */
export function withTable(schema: Schema, before: Table | null, after: Table | null): Schema {
  const edited = [...schema.tables]
  let index = indexOf(schema.tables)
  if (before !== null) {
    const position = positionOf(edited, before)
    edited.splice(edited[position] === before ? position : edited.indexOf(before), 1)
    index = index.with(nameKey(before.name), undefined)
  }
  if (after !== null) {
    edited.splice(positionOf(edited, after), 0, after)
    index = index.with(nameKey(after.name), after)
  }
  known.set(edited, index)
  return { ...schema, tables: edited }
}

function positionOf(tables: readonly Table[], { name }: Table): number {
  return positionIn(tables, nameKey(name), (table) => nameKey(table.name))
}
