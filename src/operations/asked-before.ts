import type { Change, ChangeOf } from '../model/change.ts'
import { innerChanges } from '../model/changes-of.ts'
import { sameName } from '../model/name.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import { columnOf, type Table } from '../model/table.ts'
import type { StepContext } from './operation.ts'
import { renameColumn } from './rename-column.ts'

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
  // Not of this column alone: rows are told apart by the others.
  const columns = renames.flatMap((one) => (one.kind === 'rename_column' && sameName(one.table, table) ? [one] : []))
  const whole = renames.find((one) => one.kind === 'rename_table' && sameName(one.to, table))
  if (columns.length === 0 && whole === undefined) return null
  const name = columns.find(({ to }) => to === before.name)?.from ?? before.name
  const from = whole?.kind === 'rename_table' ? whole.from : table
  const asked: Change = { ...change, table: from, before: { ...before, name }, after: { ...after, name } }
  const state = columns.toReversed().reduce(withOldName, context.state)
  const isBehindView = around.some((one) => one.kind === 'close_shim')
  const toldApart = (one: Table): Table => (isBehindView ? withSomeKey(one) : one)
  return {
    change: asked,
    context: {
      ...context,
      changes: context.changes.map((one) =>
        one === recreate ? { ...recreate, around: around.map((inner) => (inner === change ? asked : inner)) } : one,
      ),
      state: {
        ...state,
        tables: state.tables.map((one) => (sameName(one.name, table) ? { ...toldApart(one), name: from } : one)),
      },
    },
  }
}

/** A renamed table has its columns' new names from the start of the plan on, any other one the old names. */
function withOldName(schema: Schema, { table, from, to }: ChangeOf<'rename_column'>): Schema {
  const now = tableOf(schema, table)
  if (now === undefined || columnOf(now, from) !== undefined) return schema
  return renameColumn.effect({ kind: 'rename_column', table, from: to, to: from }, schema)
}

/** A view has no ctid: where the table has no key, all that a row holds tells it from others. */
function withSomeKey(table: Table): Table {
  if (table.primaryKey !== null) return table
  return { ...table, primaryKey: { name: '', columns: table.columns.map(({ name }) => name) } }
}
