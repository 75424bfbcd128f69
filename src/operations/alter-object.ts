import { bug } from '../lib/errors.ts'
import type { SchemaObject } from '../model/object.ts'
import { displayRef } from '../model/object-ref.ts'
import { withDependants } from '../model/object-uses.ts'
import type { Statement } from '../model/statement.ts'
import { alterationOf, objectTraits } from './object-traits.ts'
import { ddlStep, type Operation, type StepContext, undo, undoNothing } from './operation.ts'
import { stillUsed } from './still-used.ts'
import { withObjects } from './schema-edit.ts'

/** In place; `lower` has turned what the engine cannot alter into `recreate_objects`. */
export const alterObject: Operation<'alter_object'> = {
  describe: ({ after }) => `alter ${displayRef(after)}`,
  phase: ({ before, after }) => alterationOf(before, after),
  effect: ({ before, after }, schema) => withObjects(schema, [before], [after]),

  *steps(change, context) {
    const { before, after } = change
    const { state } = context
    const { objects } = context.words
    const phase = alterationOf(before, after)
    const forward = objects.alter(before, after, state)
    if (forward === null) throw bug(`${displayRef(after)} cannot be altered in place`)
    // What can be added in place cannot always be taken away in place.
    const inPlace = objects.alter(after, before, state)
    const back = inPlace ?? recreated(before, after, context)
    const oneWay = objects.oneWay(before, after, state)
    yield ddlStep({
      phase,
      title: this.describe(change),
      statements: forward,
      prechecks: objects.breaks(before, after, state),
      inverse:
        oneWay === null
          ? undo(back, {
              prechecks: [
                ...(inPlace === null ? stillUsed([after], withDependants([after], state.objects), context) : []),
                ...objects.breaks(after, before, state),
              ],
            })
          : { ...undoNothing(oneWay), exactness: 'none' },
      noticed: phase === 'contract' && objectTraits[after.kind].unseen !== true,
      reason: 'its definition differs; altered in place, so that what depends on it stays',
    })
  },
}

/** With what depends on it by then. */
function recreated(before: SchemaObject, after: SchemaObject, { state, words }: StepContext): Statement[] {
  const [, ...dependants] = withDependants([after], state.objects)
  return [
    ...[after, ...dependants].toReversed().flatMap((object) => words.objects.drop(object)),
    ...[before, ...dependants].flatMap((object) => words.objects.create(object)),
  ]
}
