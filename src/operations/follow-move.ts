import type { Backfill } from '../model/backfill.ts'
import type { BroughtAlong } from '../model/change.ts'
import { displayRef } from '../model/object-ref.ts'
import type { Move } from '../model/move.ts'
import { displayName } from '../model/name.ts'
import { keyOf } from './batch-key.ts'
import { addedConstraint } from './constraint-comment.ts'
import { withConstraint } from './constraint-effects.ts'
import { mirrorParts } from './mirror-names.ts'
import { columnsOfMove } from './move-columns.ts'
import { moveQuestions } from './move-questions.ts'
import { ddlStep, type Operation, type StepContext, type StepDraft, undo, undoNothing } from './operation.ts'
import { requireTable, withObjects } from './schema-edit.ts'

/**
 * Hazards.md 3E: the new place gets every value by a trigger on the old one, and in batches what is there already. Until it
 * counts nobody knows its name: whoever wrote to it would write to nowhere.
 */
export const followMove: Operation<'follow_move'> = {
  describe: ({ move }) => `keep ${displayName(move.to)} in step with ${columnsOfMove(move)}`,
  phase: () => 'validate',
  effect: ({ brings }, schema) =>
    brings.reduce(
      (now, one) =>
        one.kind === 'create_object'
          ? withObjects(now, [], [one.object])
          : withConstraint(now, one.table, { kind: 'foreign_key', definition: one.definition }),
      schema,
    ),

  *steps(change, context) {
    const { move, brings } = change
    const { words } = context
    const { mirror, hidden, veiled, outward, inward } = mirrorParts(move, context)
    for (const one of brings) yield broughtStep(one, move, context)
    yield ddlStep({
      phase: 'expand',
      title: `${this.describe(change)} by a trigger`,
      statements: move.isSplit ? words.mirrors.outward(hidden, outward) : words.mirrors.inward(veiled, inward),
      prechecks: moveQuestions(move, context),
      inverse: undo(
        move.isSplit ? words.mirrors.stop(mirror.wide, outward) : words.mirrors.stop(mirror.narrow, inward),
        { note: 'the values are where they have always been' },
      ),
      reason: '3E: one direction only, so that there is one place that counts',
    })
    yield fill(move, context)
    if (!move.isSplit) {
      // Whoever writes is waited for first: what a trigger is writing to must not change its name under it.
      const writers = words.lockTable(mirror.narrow, 'share_row_exclusive')
      yield ddlStep({
        phase: 'validate',
        title: `give ${columnsThere(move)} their names`,
        statements: [
          writers,
          ...mirror.columns.map(({ wide }, at) =>
            words.renameColumn(mirror.wide, veiled.columns[at]?.wide ?? wide, wide),
          ),
          words.mirrors.aimInward(mirror, inward),
        ],
        inverse: undo([writers, ...words.mirrors.veil(mirror, veiled), words.mirrors.aimInward(veiled, inward)]),
        reason: '3E: for the indexes and rules that come to them',
      })
    }
    yield ddlStep({
      phase: 'validate',
      title: `refresh statistics of ${displayName(move.to)}`,
      statements: [
        words.analyze(
          move.isSplit ? hidden.narrow : mirror.wide,
          move.isSplit ? [] : mirror.columns.map(({ wide }) => wide),
        ),
      ],
      inverse: undoNothing('statistics harm nobody'),
      reason: 'R13: the planner has to know the rows before they are in use',
    })
  },
}

/** Of a new table that nobody can see. */
function broughtStep(one: BroughtAlong[number], move: Move, context: StepContext): StepDraft {
  const { words } = context
  const name = mirrorParts(move, context).hidden.narrow
  const reason = 'a new table: there is no row to prove, and nobody to use it'
  if (one.kind === 'add_foreign_key') {
    const constraint = { kind: 'foreign_key' as const, definition: one.definition }
    return ddlStep({
      phase: 'expand',
      title: `add foreign key ${one.definition.name} on ${displayName(one.table)}`,
      statements: addedConstraint(name, constraint, words).map((one) => ({ ...one, work: 'catalog', timeout: 'fast' })),
      inverse: undo([words.dropConstraint(name, constraint)]),
      reason,
    })
  }
  const { object } = one
  const there = object.kind === 'grant' ? { ...object, on: { kind: 'table' as const, name } } : object
  return ddlStep({
    phase: 'expand',
    title: `create ${displayRef(object)}`,
    statements: words.objects.create(there),
    inverse: undo(words.objects.drop(there)),
    reason,
  })
}

/** `where` of rows that the trigger has not met. */
function fill(move: Move, context: StepContext): StepDraft {
  const { words } = context
  const { hidden, veiled } = mirrorParts(move, context)
  const into = move.isSplit ? hidden : veiled
  const backfill: Backfill = {
    name: `${move.to.name}_from_${move.from.name}`,
    table: move.from,
    set: move.columns.map(({ before, after }) => ({ column: after.name, expression: words.quote(before.name) })),
    into,
    where: words.mirrors.missing(into, move.isSplit ? 'wide' : 'narrow'),
    batch: { rows: 1000, targetMs: 200 },
  }
  return {
    phase: 'backfill',
    title: `copy ${columnsOfMove(move)} to ${displayName(move.to)}`,
    action: { kind: 'backfill', backfill, key: keyOf(requireTable(context.state, move.from)), archive: null },
    prechecks: [],
    verify: [context.words.questions.unfilled(backfill)],
    inverse: undoNothing('what they have been copied to goes away with them'),
    quarantines: [],
    noticed: false,
    reason: '3E: in batches, each in a transaction of its own; what the trigger has written is newer and stays',
  }
}

function columnsThere({ to, columns }: Move): string {
  return columns.map(({ after }) => `${displayName(to)}.${after.name}`).join(', ')
}
