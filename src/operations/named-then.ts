import { withInner } from '../model/changes-of.ts'
import type { Move } from '../model/move.ts'
import { type ObjectName, sameName } from '../model/name.ts'
import { withColumnRenamed } from '../model/renamed-text.ts'
import { tableOf } from '../model/schema.ts'
import { columnOf } from '../model/table.ts'
import type { StepContext } from './operation.ts'

/** The move by the names that its tables and columns have at this step, where the plan renames them later. */
export function moveThen(move: Move, context: StepContext): Move {
  const from = beforeRename(move.from, context)
  const named = (table: ObjectName, column: string): string => renamedTo(column, laterRenames(table, context))
  const match = move.match.map((pair) => ({
    from: from === null ? named(move.from, pair.from) : renamedTo(pair.from, from.columns),
    to: named(move.to, pair.to),
  }))
  return { ...move, from: from?.name ?? move.from, match }
}

/** Behind the gate every table has its new name; what is known of one before has the new names of its columns as well. */
function beforeRename(
  table: ObjectName,
  { changes, floor }: StepContext,
): { readonly name: ObjectName; readonly columns: readonly Renamed[] } | null {
  if (floor === 'contract') return null
  const renames = withInner(changes)
  const own = renames.find((change) => change.kind === 'rename_table' && sameName(change.to, table))
  if (own?.kind !== 'rename_table') return null
  const columns = renames.flatMap((change) =>
    change.kind === 'rename_column' && sameName(change.table, table) ? [change] : [],
  )
  return { name: own.from, columns }
}

function renamedTo(column: string, renames: readonly Renamed[]): string {
  return renames.find(({ to }) => to === column)?.from ?? column
}

/** The same for an expression over columns of the table; null where a word may mean something else. */
export function expressionThen(expression: string, table: ObjectName, context: StepContext): string | null {
  return laterRenames(table, context).reduce(
    (now: string | null, { from, to }) => (now === null ? null : withColumnRenamed(now, to, context.words.quote(from))),
    expression,
  )
}

interface Renamed {
  readonly from: string
  readonly to: string
}

function laterRenames(table: ObjectName, { changes, state }: StepContext): Renamed[] {
  const now = tableOf(state, table)
  return withInner(changes).flatMap((change) =>
    change.kind === 'rename_column' &&
    sameName(change.table, table) &&
    now !== undefined &&
    columnOf(now, change.from) !== undefined &&
    columnOf(now, change.to) === undefined
      ? [{ from: change.from, to: change.to }]
      : [],
  )
}
