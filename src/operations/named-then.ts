import { withInner } from '../model/changes-of.ts'
import type { Move } from '../model/move.ts'
import { type ObjectName, sameName } from '../model/name.ts'
import { withColumnRenamed } from '../model/renamed-text.ts'
import { tableOf } from '../model/schema.ts'
import { columnOf } from '../model/table.ts'
import type { StepContext } from './operation.ts'

/** The move by the names that its columns have at this step, where the plan renames them later. */
export function moveThen(move: Move, context: StepContext): Move {
  const named = (table: ObjectName, column: string): string =>
    laterRenames(table, context).find(({ to }) => to === column)?.from ?? column
  const match = move.match.map(({ from, to }) => ({ from: named(move.from, from), to: named(move.to, to) }))
  return { ...move, match }
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
