import { remembered } from '../lib/remembered.ts'
import type { Change, ChangeOf } from '../model/change.ts'
import { changesOf, withInner } from '../model/changes-of.ts'
import type { Move } from '../model/move.ts'
import { sameName } from '../model/name.ts'

/** What puts aside, in the same step in which the values go over, where they have been. */
export type Carried = ChangeOf<'drop_column' | 'drop_table'>

type Carrier = ChangeOf<'move_columns' | 'close_move'>

/** What of the plan puts the columns of a move aside, or the whole table that they were in. */
export function carriedBy({ from, columns }: Move, changes: readonly Change[]): readonly Carried[] {
  return changesOf(changes, from).filter(
    (change): change is Carried =>
      (change.kind === 'drop_table' && sameName(change.table.name, from)) ||
      (change.kind === 'drop_column' && columns.some(({ before }) => before.name === change.column.name)),
  )
}

/** All that is carried out by moves instead of by itself, each with the move that does. */
export function carriedAway({ changes }: { readonly changes: readonly Change[] }): ReadonlyMap<Change, Carrier> {
  return allCarried(changes)
}

/** Beside the application it is columns alone: a table that goes does so by itself, and follows until `purge`. */
function carries(change: Change): change is Carrier {
  return change.kind === 'move_columns' || (change.kind === 'close_move' && change.move.isSplit)
}

const allCarried = remembered(
  (changes: readonly Change[]) =>
    new Map(
      withInner(changes).flatMap((change) =>
        carries(change) ? carriedBy(change.move, changes).map((carried): [Change, Carrier] => [carried, change]) : [],
      ),
    ),
)
