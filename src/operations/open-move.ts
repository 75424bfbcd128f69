import { displayName } from '../model/name.ts'
import { mirrorOf } from '../model/mirror.ts'
import { windowParts } from './mirror-names.ts'
import { ddlStep, type Operation, undo } from './operation.ts'

/** Hazards.md 3E: both application versions find the values, since one of the tables is a view over the other. */
export const openMove: Operation<'open_move'> = {
  describe: ({ move }) => `open a view ${displayName(mirrorOf(move).narrow)} over ${displayName(mirrorOf(move).wide)}`,
  phase: () => 'validate',
  effect: (_change, schema) => schema,

  *steps(change, context) {
    const { move } = change
    const { words } = context
    const { mirror, hidden, veiled, outward, inward, window, away, back } = windowParts(move, context)
    const { open, close } = words.mirrors
    yield ddlStep({
      phase: 'validate',
      title: this.describe(change),
      statements: move.isSplit
        ? open(window)
        : [
            ...words.mirrors.stop(mirror.narrow, inward, mirror),
            ...away,
            ...words.mirrors.outward(hidden, outward),
            ...open(window),
          ],
      prechecks: [words.mirrors.apart(move.isSplit ? hidden : mirror)],
      inverse: undo(
        move.isSplit
          ? close(window)
          : [
              ...close(window),
              ...words.mirrors.stop(mirror.wide, outward, hidden),
              ...words.mirrors.veil(mirror, veiled),
              ...back,
              ...words.mirrors.inward(veiled, inward),
            ],
        {
          note: 'what has been written through the view is in both tables',
          // The table that has followed counts again.
          prechecks: move.isSplit ? [] : [words.mirrors.apart(hidden)],
        },
      ),
      reason: '3E: the old and the new application version both work until the gate is passed',
    })
  },
}
