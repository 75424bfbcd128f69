import { remembered } from '../lib/remembered.ts'
import type { Change } from './change.ts'
import { nameKey, type ObjectName } from './name.ts'

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

/** Those that are made around a recreation as well. */
export const withInner: (changes: readonly Change[]) => readonly Change[] = remembered((changes: readonly Change[]) =>
  changes.flatMap((change) => (change.kind === 'recreate_objects' ? change.around : [change])),
)

/** The table a change names as its own; null for those of several, and of none. */
export function tableOfChange(change: Change): ObjectName | null {
  if (change.kind === 'run_backfill' || change.kind === 'start_filling' || change.kind === 'stop_filling')
    return change.backfill.table
  if (!('table' in change)) return null
  return change.kind === 'create_table' || change.kind === 'drop_table' ? change.table.name : change.table
}
