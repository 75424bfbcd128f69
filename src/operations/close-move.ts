import { mirrorOf } from '../model/mirror.ts'
import { displayName } from '../model/name.ts'
import { carriedBy } from './carried-away.ts'
import { putColumnAside } from './drop-column.ts'
import { windowParts } from './mirror-names.ts'
import { columnsOfMove } from './move-columns.ts'
import { ddlStep, type Operation, undo } from './operation.ts'

/**
 * Hazards.md 3E: the table takes its name back from the view, in one transaction that reads no row. After a split, what is
 * written there is written to the columns that are put aside as well, until `purge`; after a merge the table that goes is
 * what follows.
 */
export const closeMove: Operation<'close_move'> = {
  describe: ({ move }) =>
    move.isSplit
      ? `move ${columnsOfMove(move)} to ${displayName(move.to)}`
      : `take away the view ${displayName(mirrorOf(move).narrow)}`,
  phase: () => 'contract',
  effect: (_change, schema) => schema,

  *steps(change, context) {
    const { move } = change
    const { words } = context
    const { mirror, hidden, emptied, outward, inward, window, away, back } = windowParts(move, context)
    const { open, close } = words.mirrors
    const steps = move.isSplit
      ? carriedBy(move, context.changes)
          .flatMap((carried) => (carried.kind === 'drop_column' ? [...putColumnAside(carried, context)] : []))
          .filter(({ phase }) => phase === 'contract')
      : []
    const aside = steps.flatMap(({ action }) => (action.kind === 'ddl' ? action.statements : []))
    const there = steps
      .toReversed()
      .flatMap(({ inverse }) => (inverse.action.kind === 'ddl' ? inverse.action.statements : []))
    // Whoever writes is waited for first: what a trigger is writing to must not change its name under it.
    const writers = words.lockTable(mirror.wide, 'share_row_exclusive')
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: move.isSplit
        ? [
            ...close(window),
            ...words.mirrors.stop(mirror.wide, outward, hidden),
            ...aside,
            ...back,
            ...words.mirrors.inward(emptied, inward),
          ]
        : [...close(window), writers, ...back, words.mirrors.aim(mirror, outward)],
      // After a merge the table that has followed is about to go: what it does not take matters on the way back alone.
      prechecks: move.isSplit ? [words.mirrors.apart(hidden)] : [],
      inverse: undo(
        move.isSplit
          ? [
              ...words.mirrors.stop(mirror.narrow, inward, emptied),
              ...away,
              ...there,
              ...words.mirrors.outward(hidden, outward),
              ...open(window),
            ]
          : [writers, ...away, words.mirrors.aim(hidden, outward), ...open(window)],
        {
          note: 'the other table has been kept in step',
          prechecks: [
            words.mirrors.apart(move.isSplit ? emptied : mirror),
            ...steps.flatMap(({ inverse }) => inverse.prechecks),
          ],
        },
      ),
      quarantines: [
        ...steps.flatMap(({ quarantines }) => quarantines),
        ...(move.isSplit
          ? [{ kind: 'sync' as const, name: mirror.narrow, column: null, keptAs: { name: inward, column: null } }]
          : []),
      ],
      noticed: true,
      reason: '3E: names change hands in one transaction that reads no row; the way back stays open until purge',
    })
  },
}
