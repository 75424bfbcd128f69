import type { ObjectName } from '../model/name.ts'
import { mirrorParts } from './mirror-names.ts'
import { followedFrom } from './moves-in.ts'
import { type StepContext, type StepDraft, undo } from './operation.ts'
import { quarantinedTable } from './quarantine-name.ts'

/**
 * A table whose values have gone to another one beside the application is kept in step where it is put aside, until `purge`,
 * so that the way back stays open. Writers are waited for before the table that a trigger writes to gets another name.
 */
export function stillFollowing(step: StepDraft, table: ObjectName, context: StepContext): StepDraft {
  const { words } = context
  const move = followedFrom(context, table)
  if (move === undefined || move.isSplit || step.action.kind !== 'ddl' || step.inverse.action.kind !== 'ddl')
    return step
  const { mirror, outward } = mirrorParts(move, context)
  const writers = words.lockTable(mirror.wide, 'share_row_exclusive')
  const aside = { ...mirror, narrow: quarantinedTable(context, table) }
  const { exactness, note, action, prechecks, verify, quarantines } = step.inverse
  return {
    ...step,
    action: { ...step.action, statements: [writers, ...step.action.statements, words.mirrors.aim(aside, outward)] },
    inverse: undo([writers, ...action.statements, words.mirrors.aim(mirror, outward)], {
      exactness,
      note,
      session: action.session,
      prechecks,
      verify,
      quarantines,
    }),
    quarantines: [
      ...step.quarantines,
      { kind: 'sync', name: mirror.wide, column: null, keptAs: { name: outward, column: null } },
    ],
  }
}
