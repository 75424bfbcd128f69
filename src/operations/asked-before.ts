import type { Change, ChangeOf } from '../model/change.ts'
import { innerChanges } from '../model/changes-of.ts'
import { sameName } from '../model/name.ts'
import type { StepContext } from './operation.ts'

/**
 * A change by the names from before the renames that share its transaction, since what it asks is asked before all of them;
 * null when they do not concern it.
 */
export function askedBefore(
  change: Change,
  recreate: ChangeOf<'recreate_objects'>,
  context: StepContext,
): { readonly change: Change; readonly context: StepContext } | null {
  if (change.kind !== 'change_type') return null
  const { table, before, after } = change
  const { around } = recreate
  const renames = around.flatMap(innerChanges)
  const column = renames.find((one) => {
    return one.kind === 'rename_column' && sameName(one.table, table) && one.to === before.name
  })
  const whole = renames.find((one) => one.kind === 'rename_table' && sameName(one.to, table))
  if (column === undefined && whole === undefined) return null
  const name = column?.kind === 'rename_column' ? column.from : before.name
  const from = whole?.kind === 'rename_table' ? whole.from : table
  const asked: Change = { ...change, table: from, before: { ...before, name }, after: { ...after, name } }
  const { state } = context
  return {
    change: asked,
    context: {
      ...context,
      changes: context.changes.map((one) =>
        one === recreate ? { ...recreate, around: around.map((inner) => (inner === change ? asked : inner)) } : one,
      ),
      state: {
        ...state,
        tables: state.tables.map((one) => (sameName(one.name, table) ? { ...one, name: from } : one)),
      },
    },
  }
}
