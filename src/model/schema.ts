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

const byKey = new WeakMap<Schema['tables'], ReadonlyMap<string, Table>>()

/** Asked for table after table, so each list of tables is indexed once. */
export function tableOf({ tables }: Schema, name: ObjectName): Table | undefined {
  let index = byKey.get(tables)
  if (index === undefined) {
    index = new Map(tables.map((table) => [nameKey(table.name), table]))
    byKey.set(tables, index)
  }
  return index.get(nameKey(name))
}
