import type { Check, Constraint } from '../model/constraint.ts'
import { allPartitionsOf, partitionsOf } from '../model/family.ts'
import { displayName } from '../model/name.ts'
import { defaultBound, type PartitionOf } from '../model/partition.ts'
import type { Schema } from '../model/schema.ts'
import type { Query, Statement } from '../model/statement.ts'
import type { Probe } from '../model/step.ts'
import type { Table } from '../model/table.ts'
import type { KeptPartition } from '../dialects/words.ts'
import { validateStep } from './constraint-steps.ts'
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
function defaultBeside(state: Schema, { name, partitionOf }: Table): Table | null {
  if (partitionOf === null) return null
  const siblings = partitionsOf(state, partitionOf.table)
  return (
    siblings.find(
      (other) => other.partitionOf?.bound === defaultBound && displayName(other.name) !== displayName(name),
    ) ?? null
  )
}

/**
 * R24: a table that is ready becomes a partition. The default partition is searched beside readers and writers first, by
 * validating a check that ATTACH then believes.
 */
export function* attachSteps(table: Table, to: PartitionOf, context: StepContext): Iterable<StepDraft> {
  const { words } = context
  const rest = defaultBeside(context.state, table)
  const shown = displayName(table.name)
  const guard = rest === null || to.proof === null || to.proof === '' ? null : excluding(context, table, to.proof)
  if (rest !== null && guard !== null) {
    yield ddlStep({
      phase: 'expand',
      title: `keep rows of ${shown} out of ${displayName(rest.name)}`,
      statements: [words.addConstraint(rest.name, unproven(guard))],
      prechecks: [strayRows(rest, table, guard, context)],
      inverse: undo([words.dropConstraint(rest.name, guard, 'if_there')]),
      reason: 'R24: a check … NOT VALID, so no row is read under the lock',
    })
    yield validateStep(rest.name, guard, 'expand', { ...context, state: context.state })
  }
  const direct = rest !== null || to.bound === defaultBound
  yield ddlStep({
    phase: 'expand',
    title: `attach partition ${shown} to ${displayName(to.table)}`,
    statements: [
      words.attachPartition(table.name, to, rest?.name ?? null),
      ...(rest === null || guard === null ? [] : [words.dropConstraint(rest.name, guard)]),
    ],
    inverse: undo([words.detachPartition(table.name, to, !direct)], direct ? {} : { probe: detached(table, to) }),
    reason: 'R24: reads no row, and lets readers and writers go on',
  })
}

/**
 * R24: a check of the partition's bound, proven beside readers and writers, so that the way back reads no row; then the
 * partition is let go.
 */
export function* detachSteps(table: Table, from: PartitionOf, context: StepContext): Iterable<StepDraft> {
  const { words, state } = context
  const shown = displayName(table.name)
  const rest = defaultBeside(state, table)
  const direct = rest !== null || from.bound === defaultBound
  if (from.proof !== null && from.proof !== '') {
    const guard = bounding(context, table, from.proof)
    yield ddlStep({
      phase: 'contract',
      title: `write down the bound of ${shown} as a check`,
      statements: [words.addConstraint(table.name, unproven(guard))],
      inverse: undo([words.dropConstraint(table.name, guard)]),
      noticed: true,
      reason: 'R24: so that it can be attached again without a scan',
    })
    yield { ...validateStep(table.name, guard, 'contract', context), prechecks: [], noticed: true }
  }
  const proof = from.proof
  yield ddlStep({
    phase: 'contract',
    title: `detach partition ${shown} from ${displayName(from.table)}`,
    statements: [words.detachPartition(table.name, from, !direct)],
    ...(direct ? {} : { probe: detached(table, from) }),
    prechecks: pointers(table, from, context),
    inverse: undo([words.attachPartition(table.name, from, rest?.name ?? null)], {
      note: 'its check spares a scan',
      prechecks:
        rest === null || proof === null || proof === ''
          ? []
          : [strayRows(rest, table, excluding(context, table, proof), context)],
    }),
    noticed: true,
    reason: direct
      ? 'R24: not CONCURRENTLY, which PostgreSQL refuses beside a default partition'
      : 'R24: CONCURRENTLY, beside readers and writers',
  })
}

/** What a partition has of its own that no clause of LIKE or PARTITION OF gives it: defaults and NOT NULL that differ. */
export function ownColumns(table: Table, { words }: PlanContext): Statement[] {
  return table.columns.flatMap((column) => [
    words.setDefault(table.name, column.name, column.default),
    ...(column.nullable ? [] : [words.setNotNull(table.name, column.name, false)]),
  ])
}

/** Rows of other tables that point to rows of the partition keep it from being let go. */
function pointers(table: Table, from: PartitionOf, { words, state }: StepContext): Query[] {
  return state.tables.flatMap((other) =>
    other.foreignKeys
      .filter(({ references }) => displayName(references.table) === displayName(from.table))
      .map((key) => words.questions.pointingTo(table.name, other, key)),
  )
}

function strayRows(rest: Table, table: Table, guard: CheckConstraint, { words }: PlanContext): Query {
  return {
    ...words.questions.violators(rest, guard.definition),
    failure: `${displayName(rest.name)} has rows that belong to ${displayName(table.name)}`,
    help: `Move these rows first: PostgreSQL does not move them, and refuses the partition.`,
  }
}

type CheckConstraint = Extract<Constraint, { readonly kind: 'check' }>

function excluding(context: PlanContext, table: Table, proof: string): CheckConstraint {
  return check(quarantineName(context, `${table.name.name}_not`), `not (${proof})`)
}

function bounding(context: PlanContext, table: Table, proof: string): CheckConstraint {
  return check(quarantineName(context, `${table.name.name}_bound`), proof)
}

function check(name: string, expression: string): CheckConstraint {
  const definition: Check = { name, expression, validated: true }
  return { kind: 'check', definition }
}

function unproven(constraint: CheckConstraint): CheckConstraint {
  return { ...constraint, definition: { ...constraint.definition, validated: false } }
}

function detached(table: Table, { table: from }: PartitionOf): Probe {
  return { kind: 'partition_detached', partition: table.name, table: from }
}
