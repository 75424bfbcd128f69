import type { Change } from './change.ts'
import { changesOf } from './changes-of.ts'
import type { ObjectName } from './name.ts'

/** True when a backfill of the plan sets such a column of the table. */
export function isAnyFilled(
  changes: readonly Change[],
  table: ObjectName,
  isOne: (column: string) => boolean,
): boolean {
  return changesOf(changes, table).some(
    (change) => change.kind === 'run_backfill' && change.backfill.set.some(({ column }) => isOne(column)),
  )
}
