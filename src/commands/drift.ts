import { withoutAside } from '../diff/aside.ts'
import { withoutUndeclared } from '../diff/access.ts'
import { withoutIgnored } from '../diff/ignored.ts'
import { scopeOf } from '../diff/scope.ts'
import { openJournal } from '../journal/journal.ts'
import { ReconcileError } from '../lib/errors.ts'
import type { Desired } from '../model/desired.ts'
import type { Difference } from '../model/difference.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import type { Schema, Unmodeled } from '../model/schema.ts'
import { differencesBetween } from './differences.ts'
import { withSession } from './target.ts'
import { refuseUnfinished } from './unfinished.ts'
import { loadDesired, type Workplace } from './workplace.ts'

export interface Drift {
  /** What somebody has done to the managed part of the database since it was recorded. */
  readonly differences: readonly Difference[]
  readonly unmanaged: readonly ObjectRef[]
  readonly unmodeled: readonly Unmodeled[]
}

/**
 * The recorded schema against the database. Throws `refused` when nothing is recorded. Specs only say what is none of our
 * business (`ignore:`); without them, or where they are wrong, nothing is left out.
 */
export async function drift(place: Workplace): Promise<Drift> {
  const { dialect, target } = place
  return await withSession(dialect, target, async (session) => {
    const journal = await openJournal(session)
    await refuseUnfinished(journal)
    const recorded = await journal.recorded()
    if (recorded === null) {
      throw new ReconcileError('refused', `nothing is recorded of ${target.name}`, {
        hint: 'Take it under management with `reconcile adopt`, or apply specs to it.',
      })
    }
    const found = await dialect.introspect(session)
    const { managed, unmanaged } = scopeOf(found, onlyRecorded(recorded.schema), recorded)
    const { ignore } = (await loadDesired(place, session.serverVersion)).desired
    const ours = (schema: Schema): Schema =>
      withoutIgnored(withoutUndeclared(withoutAside(schema), recorded.schema), ignore)
    return {
      differences: differencesBetween(ours(recorded.schema), ours(managed)),
      unmanaged,
      unmodeled: found.unmodeled,
    }
  })
}

function onlyRecorded(schema: Schema): Desired {
  return {
    schema,
    backfills: [],
    renames: [],
    notRenamed: [],
    moves: [],
    objectRenames: [],
    enumRenames: [],
    governed: new Set(),
    sources: new Map(),
    ignore: [],
  }
}
