import type { Diagnostic } from '../model/diagnostic.ts'
import { displayName } from '../model/name.ts'
import type { Table } from '../model/table.ts'

/** Why a plain table cannot become a partition of the table that takes its name, and what to do about it. */
export interface Hindrance {
  readonly why: string
  readonly help: string
}

/** Each of them said of the table; null: nothing is in the way. */
export function cannotBePartitioned(
  table: Table['name'],
  holder: Table['name'],
  hindrances: readonly (Hindrance | null)[],
): Diagnostic[] {
  const shown = displayName(table)
  return hindrances
    .filter((one) => one !== null)
    .map(({ why, help }) => ({
      id: 'cannot-be-partitioned',
      severity: 'error',
      message: `table ${shown} cannot become the partition ${displayName(holder)} of itself: ${why}`,
      help,
      position: null,
      sqlState: null,
    }))
}
