import { displayRef } from '../model/object-ref.ts'
import { objectAside } from './object-aside.ts'
import type { SchemaObject } from '../model/object.ts'
import { attachedTo } from '../model/object-uses.ts'
import type { Phase } from '../model/step.ts'
import { objectTraits } from './object-traits.ts'
import { asideOf, ddlStep, type Operation, undo } from './operation.ts'
import { stillUsed } from './still-used.ts'
import { staysAside } from './stays-aside.ts'
import { withObjects } from './schema-edit.ts'

/** What holds no rows goes: its definition in the plan is all that the way back needs. The rest is renamed aside. */
export const dropObject: Operation<'drop_object'> = {
  describe: ({ object }) =>
    objectTraits[object.kind].kept === true ? `put ${displayRef(object)} aside` : `drop ${displayRef(object)}`,
  phase: ({ object }) => departure(object),
  effect: ({ object }, schema) => withObjects(schema, [object, ...attachedTo(object, schema.objects)], []),

  *steps(change, context) {
    const { object } = change
    const { objects } = context.words
    if (staysAside(object, context)) {
      const { keptAs, quarantine } = objectAside(context, object)
      yield ddlStep({
        phase: 'contract',
        title: `put ${displayRef(object)} aside`,
        statements: objects.rename(object, keptAs),
        inverse: undo(objects.rename({ ...object, name: keptAs }, object.name)),
        quarantines: [quarantine],
        noticed: true,
        reason: 'no longer in the specs; kept under another name until purge',
      })
      return
    }
    const used = objects.used(object)
    const back = [object, ...attachedTo(object, context.state.objects)]
    yield ddlStep({
      phase: departure(object),
      title: this.describe(change),
      statements: objects.drop(object),
      prechecks: [
        ...(used === null ? [] : [used]),
        ...stillUsed([object], [...back, ...asideOf(change, context)], context),
      ],
      inverse: undo(
        back.flatMap((one) => objects.create(one)),
        { note: 'created again from its definition' },
      ),
      noticed: objectTraits[object.kind].unseen !== true,
      reason: 'no longer in the specs; the definition is kept for the way back',
    })
  },
}

function departure({ kind }: SchemaObject): Phase {
  return objectTraits[kind].unseen === true ? 'expand' : 'contract'
}
