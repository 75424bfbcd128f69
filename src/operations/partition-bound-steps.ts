import { displayName } from '../model/name.ts'
import { defaultBound, type PartitionOf } from '../model/partition.ts'
import type { Query } from '../model/statement.ts'
import type { Table } from '../model/table.ts'
import { validateStep } from './proven-steps.ts'
import { attachment } from './attachment.ts'
import { unproven } from './constraints-of.ts'
import { ddlStep, type StepContext, type StepDraft, undo } from './operation.ts'
import {
  bounding,
  type CheckConstraint,
  defaultBeside,
  guardDefault,
  pointers,
  strayRows,
  withKey,
} from './partition-steps.ts'
import { requireTable } from './schema-edit.ts'

/**
 * R24: the new bound is proven by a check beside readers and writers, so that detaching and attaching, in one transaction,
 * read no row. Rows that do not fit are found beforehand. A hash, and DEFAULT, cannot be proven: then ATTACH reads them.
 */
export function* boundSteps(
  table: Table,
  from: PartitionOf,
  to: PartitionOf,
  context: StepContext,
): Iterable<StepDraft> {
  const { words } = context
  const shown = displayName(table.name)
  const guard = yield* proveBound(table, to, context)
  const past = proofOf(from) === null ? null : bounding(context, table, 'past', from.proof ?? '')
  const rest = defaultBeside(context.state, table)
  const misfits = rowsOutside(table, to, context)
  const excluded = rest === null ? null : yield* guardDefault(table, to, rest, 'contract', context)
  const touched = attachment(table, to, context.state, { rest: rest?.name ?? null })
  yield ddlStep({
    phase: 'contract',
    title: `let ${shown} take ${to.bound}`,
    statements: [
      words.detachPartition(table.name, from, touched, false),
      words.attachPartition(table.name, to, {
        ...touched,
        reads: guard === null || (rest !== null && excluded === null),
      }),
      ...(rest === null || excluded === null ? [] : [words.dropConstraint(rest.name, excluded)]),
    ],
    prechecks: [...(guard === null ? [misfits] : []), ...pointers(table, from, context)],
    inverse: undo(
      [
        ...(past === null ? [] : [words.validateConstraint(table.name, past, 'if_there')]),
        words.detachPartition(table.name, to, touched, false),
        words.attachPartition(table.name, from, { ...touched, reads: past === null || rest !== null }),
        ...(past === null ? [] : [words.dropConstraint(table.name, past, 'if_there')]),
      ],
      {
        note: 'refused while rows written since do not fit the old bound',
        prechecks: [
          rowsOutside(table, from, context),
          ...(rest === null || past === null ? [] : [strayRows(rest, table, past.definition.expression, context)]),
          ...pointers(table, to, context),
        ],
      },
    ),
    noticed: true,
    reason: 'R24: out and in again within one transaction, so that its rows are never missing',
  })
  if (guard === null) return
  yield ddlStep({
    phase: 'contract',
    title: `drop the check of the bound of ${shown}`,
    statements: [words.dropConstraint(table.name, guard)],
    inverse: undo(past === null ? [] : [words.addConstraint(table.name, unproven(past))], {
      note: 'a check of the old bound comes, so that it needs no scan under a lock',
      prechecks: [rowsOutside(table, from, context)],
    }),
    noticed: true,
    reason: 'the bound itself says the same',
  })
}

function proofOf({ proof }: PartitionOf): string | null {
  return proof === '' ? null : proof
}

/**
 * R24: a check of the bound, proven beside readers and writers, for ATTACH to believe. Null when nothing can be proven.
 */
export function* proveBound(
  table: Table,
  to: PartitionOf,
  context: StepContext,
): Generator<StepDraft, CheckConstraint | null> {
  const { words } = context
  if (to.proof === null || to.proof === '') return null
  const guard = bounding(context, table, 'bound', to.proof)
  const misfits = rowsOutside(table, to, context)
  yield ddlStep({
    phase: 'contract',
    title: `write down the new bound of ${displayName(table.name)} as a check`,
    statements: [words.addConstraint(table.name, unproven(guard))],
    prechecks: [misfits],
    inverse: undo([words.dropConstraint(table.name, guard, 'if_there')]),
    noticed: true,
    reason: 'R24: a check … NOT VALID, so no row is read under the lock',
  })
  yield { ...validateStep(table.name, guard, 'contract', context), prechecks: [misfits], noticed: true }
  return guard
}

/** Rows of the partition that do not belong to that bound. */
export function rowsOutside(table: Table, to: PartitionOf, { words, state }: StepContext): Query {
  const condition = to.bound === defaultBound ? 'true' : words.takenRows(requireTable(state, to.table), to)
  return {
    ...words.questions.outside(withKey(table, state), condition),
    failure: `${displayName(table.name)} has rows that do not belong to ${to.bound}`,
  }
}
