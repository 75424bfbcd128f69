import { remembered } from '../lib/remembered.ts'
import type { Change } from '../model/change.ts'
import { withInner } from '../model/changes-of.ts'
import type { Move } from '../model/move.ts'
import { nameKey, type ObjectName } from '../model/name.ts'
import type { PlanContext } from './operation.ts'

/** What brings columns to a table from others, by `move_columns` or beside the application: asked for every table and column. */
export function movesTo({ changes }: Pick<PlanContext, 'changes'>, table: ObjectName): readonly Moving[] {
  return byTarget(changes).get(nameKey(table)) ?? []
}

/** The move beside the application that takes columns from a table. */
export function followedFrom({ changes }: Pick<PlanContext, 'changes'>, table: ObjectName): Move | undefined {
  return bySource(changes).get(nameKey(table))
}

interface Moving {
  readonly move: Move
  /** Beside the application. */
  readonly follows: boolean
}

const movingIn = remembered((changes: readonly Change[]) =>
  withInner(changes).flatMap((change): Moving[] =>
    change.kind === 'move_columns' || change.kind === 'follow_move'
      ? [{ move: change.move, follows: change.kind === 'follow_move' }]
      : [],
  ),
)

const byTarget = remembered((changes: readonly Change[]) =>
  Map.groupBy(movingIn(changes), ({ move }) => nameKey(move.to)),
)

const bySource = remembered(
  (changes: readonly Change[]) =>
    new Map(movingIn(changes).flatMap(({ move, follows }) => (follows ? [[nameKey(move.from), move] as const] : []))),
)
