import type { Check, Constraint } from '../model/constraint.ts'
import { allPartitionsOf, partitionsOf } from '../model/family.ts'
import { displayName, sameName } from '../model/name.ts'
import { defaultBound, type PartitionOf } from '../model/partition.ts'
import { pointersTo, type Schema, tableOf } from '../model/schema.ts'
import type { Query } from '../model/statement.ts'
import type { Phase, Probe } from '../model/step.ts'
import type { Table } from '../model/table.ts'
import type { KeptPartition } from '../dialects/words.ts'
import { validateStep } from './proven-steps.ts'
import { attachment } from './attachment.ts'
import { unproven } from './constraints-of.ts'
import { ddlStep, type PlanContext, type StepContext, type StepDraft, undo } from './operation.ts'
import { quarantinedTable, quarantineName } from './quarantine-name.ts'

/** Everything that goes along with a partitioned table, and where it goes. */
export function keptPartitions(context: PlanContext, state: Schema, table: Table): KeptPartition[] {
  return allPartitionsOf(state, table.name).map((partition) => ({
    table: partition,
    keptAs: quarantinedTable(context, partition.name),
  }))
}

/** The default partition beside this one, which has to be searched for rows that this one takes over. */
export function defaultBeside(state: Schema, { name, partitionOf }: Table): Table | null {
  if (partitionOf === null) return null
  const siblings = partitionsOf(state, partitionOf.table)
  return (
    siblings.find(
      (other) => other.partitionOf?.bound === defaultBound && displayName(other.name) !== displayName(name),
    ) ?? null
  )
}

/**
 * R24: the default partition is searched beside readers and writers, by validating a check that ATTACH then believes. The
 * check, for the step that attaches to drop; null when nothing can be proven.
 */
export function* guardDefault(
  table: Table,
  to: PartitionOf,
  rest: Table,
  phase: Phase,
  context: StepContext,
): Generator<StepDraft, CheckConstraint | null> {
  const { words } = context
  if (to.proof === null || to.proof === '') return null
  const guard = bounding(context, table, 'not', `not (${to.proof})`)
  const noticed = phase === 'contract'
  yield ddlStep({
    phase,
    title: `keep rows of ${displayName(table.name)} out of ${displayName(rest.name)}`,
    statements: [words.addConstraint(rest.name, unproven(guard))],
    prechecks: [strayRows(rest, table, to.proof, context)],
    inverse: undo([words.dropConstraint(rest.name, guard, 'if_there')]),
    noticed,
    reason: 'R24: a check … NOT VALID, so no row is read under the lock',
  })
  yield { ...validateStep(rest.name, guard, phase, context), noticed }
  return guard
}

/** R24: a table that is ready becomes a partition. */
export function* attachSteps(table: Table, to: PartitionOf, context: StepContext): Iterable<StepDraft> {
  const { words } = context
  const rest = defaultBeside(context.state, table)
  const shown = displayName(table.name)
  const guard = rest === null ? null : yield* guardDefault(table, to, rest, 'expand', context)
  const direct = rest !== null || to.bound === defaultBound
  const touched = attachment({ ...table, partitionOf: null }, to, context.state, { rest: rest?.name ?? null })
  yield ddlStep({
    phase: 'expand',
    title: `attach partition ${shown} to ${displayName(to.table)}`,
    statements: [
      words.attachPartition(table.name, to, { ...touched, reads: rest !== null && guard === null }),
      ...(rest === null || guard === null ? [] : [words.dropConstraint(rest.name, guard)]),
    ],
    inverse: undo(
      [words.detachPartition(table.name, to, touched, !direct)],
      direct ? {} : { probe: detached(table, to) },
    ),
    reason: 'R24: reads no row, and lets readers and writers go on',
  })
}

/**
 * R24: a check of the partition's bound, proven beside readers and writers, so that the way back reads no row; then the
 * partition is let go. `keeps`: it stays as a table that takes any row; asked before it comes back.
 */
export function* detachSteps(
  table: Table,
  from: PartitionOf,
  context: StepContext,
  keeps: readonly Query[] | null = null,
): Iterable<StepDraft> {
  const { words, state } = context
  const shown = displayName(table.name)
  const rest = defaultBeside(state, table)
  const proof = from.proof === '' ? null : from.proof
  // CONCURRENTLY writes a check of what cannot be proven into the table, which would stay.
  const direct = rest !== null || from.bound === defaultBound || (keeps !== null && proof === null)
  const guard = proof === null ? null : bounding(context, table, 'bound', proof)
  const touched = attachment(table, from, state, { rest: rest?.name ?? null })
  if (guard !== null) {
    yield ddlStep({
      phase: 'contract',
      title: `write down the bound of ${shown} as a check`,
      statements: [words.addConstraint(table.name, unproven(guard))],
      inverse: undo([words.dropConstraint(table.name, guard, ...(keeps === null ? [] : (['if_there'] as const)))]),
      noticed: true,
      reason: 'R24: so that it can be attached again without a scan',
    })
    yield { ...validateStep(table.name, guard, 'contract', context), prechecks: [], noticed: true }
  }
  yield ddlStep({
    phase: 'contract',
    title: `detach partition ${shown} from ${displayName(from.table)}`,
    statements: [words.detachPartition(table.name, from, touched, !direct)],
    ...(direct ? {} : { probe: detached(table, from) }),
    prechecks: pointers(table, from, context),
    inverse: undo(
      [
        ...(guard === null || keeps === null ? [] : [words.validateConstraint(table.name, guard, 'if_there')]),
        words.attachPartition(table.name, from, { ...touched, reads: guard === null || rest !== null }),
        ...(guard === null || keeps === null ? [] : [words.dropConstraint(table.name, guard, 'if_there')]),
      ],
      {
        note: 'its check spares a scan',
        prechecks: [
          ...(keeps ?? []),
          ...(rest === null || proof === null ? [] : [strayRows(rest, table, proof, context)]),
        ],
      },
    ),
    noticed: true,
    reason: direct
      ? 'R24: not CONCURRENTLY, which PostgreSQL refuses beside a default partition'
      : 'R24: CONCURRENTLY, beside readers and writers',
  })
}

/** Rows of other tables that point to rows of the partition keep it from being let go. */
export function pointers(table: Table, from: PartitionOf, { words, state }: StepContext): Query[] {
  return pointersTo(state, from.table).flatMap((other) =>
    other.foreignKeys
      .filter(({ references }) => sameName(references.table, from.table))
      .map((key) => words.questions.pointingTo(table.name, other, key)),
  )
}

/** Rows of the default partition that the other one takes. */
export function strayRows(rest: Table, table: Table, proof: string, { words, state }: StepContext): Query {
  return {
    ...words.questions.outside(withKey(rest, state), `not (${proof})`),
    failure: `${displayName(rest.name)} has rows that belong to ${displayName(table.name)}`,
    help: `Move these rows first: PostgreSQL does not move them, and refuses the partition.`,
  }
}

/** With the primary key that it has from its table: what its rows are named by. */
export function withKey(table: Table, state: Schema): Table {
  const parent = table.partitionOf === null ? undefined : tableOf(state, table.partitionOf.table)
  const primaryKey = table.primaryKey ?? (parent === undefined ? null : withKey(parent, state).primaryKey)
  return { ...table, primaryKey }
}

export type CheckConstraint = Extract<Constraint, { readonly kind: 'check' }>

/** A check for the time of the change. */
export function bounding(context: PlanContext, { name }: Table, what: string, expression: string): CheckConstraint {
  const definition: Check = { name: quarantineName(context, `${name.name}_${what}`), expression, validated: true }
  return { kind: 'check', definition }
}

function detached(table: Table, { table: from }: PartitionOf): Probe {
  return { kind: 'partition_detached', partition: table.name, table: from }
}
