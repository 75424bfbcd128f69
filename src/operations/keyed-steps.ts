import type { KeyOfPart } from '../model/change.ts'
import type { Keyed, PrimaryKey, Unique } from '../model/constraint.ts'
import { givenUpKeys, inPlaceOf } from '../model/given-up-keys.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import { sameKey } from '../model/same-key.ts'
import type { Phase } from '../model/step.ts'
import type { TableIndex } from '../model/table-index.ts'
import { backingIndex, takesOverIndex } from './backing-index.ts'
import { builtAgainStep, builtNote, isBuiltAgain } from './built-again.ts'
import { addedConstraint, constraintComment, keyOfIndex } from './constraint-comment.ts'
import { kindText } from './constraints-of.ts'
import { dropIndexSteps } from './drop-index.ts'
import { buildIndexStep } from './index-steps.ts'
import { offenders } from './offenders.ts'
import { ddlStep, isNewTable, type StepContext, type StepDraft, undo } from './operation.ts'
import {
  distinctPart,
  hasStandingPartitions,
  isPartitioned,
  keyOfParts,
  partSteps,
  type Whole,
  wholeStatements,
} from './partitioned-index.ts'
import { quarantineName } from './quarantine-name.ts'

/** R10 and R11: the index is built beside readers and writers, then becomes the constraint at once. */
export function* keyedSteps(
  table: ObjectName,
  constraint: Keyed,
  phase: Phase,
  context: StepContext,
  parts: readonly KeyOfPart<PrimaryKey | Unique>[] = [],
): Iterable<StepDraft> {
  const { words, facts } = context
  const { name } = constraint.definition
  const own = parts.map((part) => ({ ...part, constraint: { ...constraint, definition: part.definition } as Keyed }))
  const ownBack = own.flatMap((part) => addedConstraint(part.table, part.constraint, words))
  const lost = givenUpKeys(constraint.definition, own)
  const title = `add ${kindText(constraint)} ${name} on ${displayName(table)}${inPlaceOf(lost)}`
  const gated = { title, phase: lost.length === 0 ? phase : 'contract', noticed: lost.length > 0 } as const
  // What the others say, the whole says as well: only these may be broken meanwhile.
  const lostBack = lost.flatMap((part) => offenders(part.table, part.constraint, context))
  if (isNewTable(context, table) || !takesOverIndex(constraint.definition, facts)) {
    yield ddlStep({
      ...gated,
      statements: [
        ...own.map((part) => words.dropConstraint(part.table, part.constraint)),
        ...addedConstraint(table, constraint, words),
      ],
      prechecks: isNewTable(context, table) ? [] : offenders(table, constraint, context),
      inverse: undo([words.dropConstraint(table, constraint), ...ownBack], { prechecks: lostBack }),
      reason: isNewTable(context, table) ? 'a new table: there is no row to prove' : 'this engine has no other form',
    })
    return
  }
  const index = backingIndex(constraint.definition, name)
  if (hasStandingPartitions(context, table)) {
    const isPart = ({ table: part, definition }: KeyOfPart<PrimaryKey | Unique>): boolean =>
      sameKey(definition, constraint.definition) && !isPartitioned(context.state, part)
    const inTheWay = own
      .filter((part) => !isPart(part))
      .map((part) => words.dropConstraint(part.table, part.constraint))
    const whole: Whole = {
      ...keyOfParts(table, constraint, name, inTheWay, context),
      standing: parts.filter(isPart).map((part) => ({ table: part.table, name: part.definition.name })),
    }
    yield* partSteps(whole, index, phase, context, offenders(table, constraint, context))
    yield ddlStep({
      ...gated,
      statements: [...wholeStatements(whole, context), ...constraintComment(table, constraint, words)],
      inverse: undo([words.dropConstraint(table, constraint), ...ownBack], {
        note:
          own.length === 0
            ? 'the indexes of the partitions go with it'
            : 'the indexes of the partitions go with it; those that had keys of their own get them again, which reads their rows',
        prechecks: lostBack,
      }),
      reason: `${constraint.kind === 'unique' ? 'R10' : 'R11'}, R24: takes over the finished indexes, reads nothing`,
    })
    return
  }
  yield buildIndexStep(table, index, phase, context, offenders(table, constraint, context))
  yield ddlStep({
    phase,
    title,
    statements: keyOfIndex(table, constraint, name, words),
    inverse: undo([words.dropConstraint(table, constraint)], { note: 'the index goes with it' }),
    reason: `${constraint.kind === 'unique' ? 'R10' : 'R11'}: takes over the finished index, reads nothing`,
  })
}

/** R10 where an index of that name goes: the new one is built beside it, by another name, and both names change hands at once. */
export function* keyInPlaceSteps(
  table: ObjectName,
  constraint: Keyed,
  before: TableIndex,
  context: StepContext,
): Iterable<StepDraft> {
  const { words } = context
  const { name } = constraint.definition
  const building = quarantineName(context, `n_${name}`)
  const old = quarantineName(context, `o_${name}`)
  const duplicates = offenders(table, constraint, context)
  yield buildIndexStep(table, backingIndex(constraint.definition, building), 'validate', context, duplicates)
  yield ddlStep({
    phase: 'contract',
    title: `add ${kindText(constraint)} ${name} on ${displayName(table)} in place of the index`,
    statements: [words.renameIndex(table, name, old), ...keyOfIndex(table, constraint, building, words)],
    inverse: undo([words.dropConstraint(table, constraint), words.renameIndex(table, old, name)], {
      note: 'the new index goes with it',
    }),
    reason: 'R10, R13: takes over the finished index, reads nothing; never a moment without a unique index',
  })
  yield* dropIndexSteps(
    table,
    { ...before, name: old },
    'contract',
    `drop the old index ${name} on ${displayName(table)}`,
    context,
  )
}

/** R10/R11 for a replaced key: the new index under another name, then old out and new in within one transaction. */
export function* replaceKeyedSteps(
  table: ObjectName,
  before: Keyed,
  after: Keyed,
  phase: Phase,
  context: StepContext,
): Iterable<StepDraft> {
  const { words } = context
  const again = isBuiltAgain(table, before, context) ? quarantineName(context, `o_${before.definition.name}`) : null
  const swap = {
    title: `replace ${kindText(after)} ${before.definition.name} on ${displayName(table)}`,
    inverse:
      again === null
        ? undo([words.dropConstraint(table, after), ...addedConstraint(table, before, words)], {
            note: 'builds the old index under the lock; refused while rows written since are duplicates of the old key',
            prechecks: offenders(table, before, context),
          })
        : undo([words.dropConstraint(table, after), ...keyOfIndex(table, before, again, words)], { note: builtNote }),
    noticed: true,
  }
  const builtAgain = again === null ? [] : [builtAgainStep(table, before, again, phase, context)]
  if (after.definition.withoutOverlaps === true) {
    yield ddlStep({
      ...swap,
      phase,
      statements: [words.dropConstraint(table, before), ...addedConstraint(table, after, words)],
      prechecks: offenders(table, after, context),
      reason: 'a key without overlaps cannot take over a finished index; never without a key all the same',
    })
    yield* builtAgain
    return
  }
  const building = quarantineName(context, after.definition.name)
  const index = backingIndex(after.definition, building)
  const duplicates = offenders(table, after, context)
  const part = distinctPart(after.definition.name, words.addConstraint(table, after))
  const whole = hasStandingPartitions(context, table)
    ? keyOfParts(table, after, part, [words.dropConstraint(table, before)], context)
    : null
  if (whole === null) yield buildIndexStep(table, index, phase, context, duplicates)
  else yield* partSteps(whole, index, phase, context, duplicates)
  yield ddlStep({
    ...swap,
    phase,
    statements:
      whole === null
        ? [words.dropConstraint(table, before), ...keyOfIndex(table, after, building, words)]
        : [...wholeStatements(whole, context), ...constraintComment(table, after, words)],
    reason: `${after.kind === 'unique' ? 'R10' : 'R11'}: never without a key, since both happen in one transaction`,
  })
  yield* builtAgain
}
