import type { Change } from '../../model/change.ts'
import type { Table } from '../../model/table.ts'
import { applyChange } from './apply-change.ts'
import type { CircularKeys } from './circular-keys.ts'

/** What of a table only a rebuild changes. */
export type Storage = Pick<Table, 'strict' | 'withoutRowid'>

/** One rebuild; or, where tables point to each other in a circle of keys that come or go, one for the references alone. */
export function rebuildInTurns(
  before: Table,
  changes: readonly Change[],
  storage: Storage,
  { comes, goes }: CircularKeys,
): { readonly table: Table; readonly changes: readonly Change[] } {
  const drops = changes.filter((change) => change.kind === 'drop_foreign_key' && goes(change.table, change.definition))
  const adds = changes.filter((change) => change.kind === 'add_foreign_key' && comes(change.table, change.definition))
  const rest = changes.filter((change) => !drops.includes(change) && !adds.includes(change))
  const one = rebuild(before, drops, before)
  const two = rebuild(one.table, rest, storage)
  const three = rebuild(two.table, adds, storage)
  return { table: three.table, changes: [...one.changes, ...two.changes, ...three.changes] }
}

function rebuild(
  before: Table,
  changes: readonly Change[],
  { strict, withoutRowid }: Storage,
): { readonly table: Table; readonly changes: readonly Change[] } {
  const sameStorage = before.strict === strict && before.withoutRowid === withoutRowid
  if (changes.length === 0 && sameStorage) return { table: before, changes: [] }
  const after = { ...changes.reduce(applyChange, before), strict, withoutRowid }
  return { table: after, changes: [{ kind: 'rebuild_table', before, after, changes }] }
}
