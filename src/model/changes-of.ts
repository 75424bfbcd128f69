import { remembered } from '../lib/remembered.ts'
import type { Change, ChangeKind, ChangeOf } from './change.ts'
import { nameKey, type ObjectName, sameName } from './name.ts'
import type { SchemaObject } from './object.ts'
import type { ReplacedType } from './replaced-type.ts'

const byTable = remembered((changes: readonly Change[]) =>
  Map.groupBy(changes, (change) => {
    const table = tableOfChange(change)
    return table === null ? null : nameKey(table)
  }),
)

/** Those of one table, in their order: asked for table after table, so each list of changes is indexed once. */
export function changesOf(changes: readonly Change[], table: ObjectName): readonly Change[] {
  return byTable(changes).get(nameKey(table)) ?? []
}

/** Those that are made around a recreation as well, and the renames that a view has covered, each by itself. */
export const withInner: (changes: readonly Change[]) => readonly Change[] = remembered((changes: readonly Change[]) =>
  changes.flatMap(innerChanges),
)

export function innerChanges(change: Change): readonly Change[] {
  if (change.kind === 'recreate_objects') return change.around.flatMap(innerChanges)
  return change.kind === 'close_shim' ? coveredRenames(change) : [change]
}

/** Objects that are there, or are as they will be, once it is made; without what is made around a recreation. */
export function madeBy(change: Change): readonly SchemaObject[] {
  switch (change.kind) {
    case 'create_object':
      return [change.object]
    case 'alter_object':
      return [change.after]
    case 'recreate_objects':
      return change.creates
    default:
      return []
  }
}

/** The types that make room for others of their names. */
export function typesReplacedBy(change: Change): readonly ReplacedType[] {
  if (change.kind === 'replace_types') return change.types
  return change.kind === 'swap_columns' ? (change.swaps[0]?.types ?? []) : []
}

/** True for what gives new names to what is there. */
export function changesNames(kind: ChangeKind): boolean {
  return kind.startsWith('rename_') || kind === 'close_shim'
}

/** The table first; its columns by the new name of the table. */
export function coveredRenames({
  table,
  from,
  columns,
}: ChangeOf<'close_shim'>): readonly ChangeOf<'rename_table' | 'rename_column'>[] {
  return [
    ...(sameName(from, table) ? [] : [{ kind: 'rename_table' as const, from, to: table }]),
    ...columns.map((column) => ({ kind: 'rename_column' as const, table, ...column })),
  ]
}

/** The table a change names as its own; null for those of several, and of none. */
export function tableOfChange(change: Change): ObjectName | null {
  if (change.kind === 'run_backfill' || change.kind === 'start_filling' || change.kind === 'stop_filling')
    return change.backfill.table
  if (!('table' in change)) return null
  return change.kind === 'create_table' || change.kind === 'drop_table' ? change.table.name : change.table
}
