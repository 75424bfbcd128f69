import type { Keyed } from '../model/constraint.ts'
import { leavesOf, partitionsOf } from '../model/family.ts'
import { displayName, nameKey, type ObjectName, sameName } from '../model/name.ts'
import type { Schema } from '../model/schema.ts'
import { tableOf } from '../model/schema.ts'
import type { Query, Statement } from '../model/statement.ts'
import type { Phase } from '../model/step.ts'
import type { TableIndex } from '../model/table-index.ts'
import { fingerprint } from '../lib/fingerprint.ts'
import { remembered } from '../lib/remembered.ts'
import { ddlStep, isNewTable, type PlanContext, type StepContext, type StepDraft, undo } from './operation.ts'
import { relationsOf } from './part-names.ts'

/** True for a partitioned table that is in use: what is built on it is built on its partitions one by one. */
export function hasStandingPartitions(context: StepContext, table: ObjectName): boolean {
  return !isNewTable(context, table) && isPartitioned(context.state, table)
}

export function isPartitioned(state: Schema, table: ObjectName): boolean {
  return (tableOf(state, table)?.partitionBy ?? null) !== null
}

/** A whole that is made of parts: how the one on each table with partitions is made, and what else happens then. */
export interface Whole {
  readonly table: ObjectName
  readonly name: string
  /** Of the parts: `<partition>_<base>`. */
  readonly base: string
  /** What parts are called that are none, for now, and that nobody is to compare. */
  readonly called?: (partition: ObjectName) => string
  readonly before: readonly Statement[]
  /** What partitions have already, under names of their own: nothing is built there. */
  readonly standing?: readonly { readonly table: ObjectName; readonly name: string }[]
  /** Turns the finished index of a partition into what the whole is made of. */
  readonly part: (leaf: ObjectName, name: string) => readonly Statement[]
  /** Without its partitions. */
  readonly only: (table: ObjectName, name: string) => Statement
}

/** R24: CONCURRENTLY on each partition, which is all that takes time. */
export function* partSteps(
  whole: Whole,
  index: TableIndex,
  phase: Phase,
  context: StepContext,
  prechecks: readonly Query[],
): Iterable<StepDraft> {
  const { words } = context
  const leaves = leavesOf(context.state, whole.table).filter(({ name }) => standingPart(whole, name) === undefined)
  for (const [position, leaf] of leaves.entries()) {
    const part = { ...index, name: partOf(whole, leaf.name, context), comment: null }
    const named = { schema: leaf.name.schema, name: part.name }
    yield ddlStep({
      phase,
      title: `create ${index.unique ? 'unique ' : ''}index ${part.name} on ${displayName(leaf.name)}`,
      statements: [words.createIndex(leaf.name, part, true)],
      probe: { kind: 'index_created', index: named, table: leaf.name },
      prechecks: position === 0 ? prechecks : [],
      inverse: undo([words.dropIndex(leaf.name, part.name, true)], {
        probe: { kind: 'index_dropped', index: named, table: leaf.name },
      }),
      reason: 'R24: CONCURRENTLY, beside readers and writers; a partitioned table has no such form',
    })
  }
}

function standingPart({ standing = [] }: Whole, table: ObjectName): string | undefined {
  return standing.find((part) => sameName(part.table, table))?.name
}

/** The whole, made of its parts in one transaction: it is never there without being valid. */
export function wholeStatements(whole: Whole, context: StepContext): Statement[] {
  const { words, state } = context
  const parts = leavesOf(state, whole.table)
    .filter(({ name }) => standingPart(whole, name) === undefined)
    .flatMap((leaf) => whole.part(leaf.name, partOf(whole, leaf.name, context)))
  const assemble = (table: ObjectName, name: string): Statement[] => {
    const below = partitionsOf(state, table)
    const nameOf = (partition: ObjectName): string =>
      standingPart(whole, partition) ?? partOf(whole, partition, context)
    return [
      ...below.flatMap((partition) =>
        partition.partitionBy === null ? [] : assemble(partition.name, nameOf(partition.name)),
      ),
      whole.only(table, name),
      ...below.map((partition) =>
        words.attachIndex(
          { schema: table.schema, name },
          { schema: partition.name.schema, name: nameOf(partition.name) },
        ),
      ),
    ]
  }
  return [...whole.before, ...parts, ...assemble(whole.table, whole.name)]
}

/** An index of a partitioned table that is in use. */
export function* partitionedIndexSteps(
  table: ObjectName,
  index: TableIndex,
  phase: Phase,
  context: StepContext,
  prechecks: readonly Query[],
  base: string,
): Iterable<StepDraft> {
  const { words } = context
  const broken = tableOf(context.state, table)?.indexes.find(({ name, valid }) => name === index.name && !valid)
  const whole: Whole = {
    table,
    name: index.name,
    base: broken === undefined ? base : `${base}_${context.tag}`,
    before: broken === undefined ? [] : [words.dropIndex(table, index.name, false)],
    part: () => [],
    only: (on, name) => words.createIndexOnly(on, { ...index, name }),
  }
  yield* partSteps(whole, index, phase, context, prechecks)
  yield ddlStep({
    phase,
    title: `make index ${index.name} on ${displayName(table)} of its parts`,
    statements: wholeStatements(whole, context),
    inverse:
      broken === undefined
        ? undo([words.dropIndex(table, index.name, false)], { note: 'the indexes of the partitions go with it' })
        : undo([words.dropIndex(table, index.name, false), words.createIndexOnly(table, broken)], {
            note: 'as broken as it was: without parts',
          }),
    reason:
      broken === undefined
        ? 'R24: ON ONLY and ATTACH read nothing'
        : 'R24: some partition had no part of it; it changes places with a whole one',
  })
}

/** A key that a partitioned table gets: each partition's takes over its finished index (R10, R24). */
export function keyOfParts(
  table: ObjectName,
  constraint: Keyed,
  base: string,
  before: readonly Statement[],
  { words }: PlanContext,
): Whole {
  const called = (name: string): Keyed => ({ ...constraint, definition: { ...constraint.definition, name } }) as Keyed
  return {
    table,
    name: constraint.definition.name,
    base,
    before,
    part: (leaf, name) => [words.addConstraintUsingIndex(leaf, called(name), name)],
    only: (on, name) => words.addConstraintOnly(on, called(name)),
  }
}

/** What parts are called after beside those of another definition under the same name. */
export function distinctPart(name: string, { sql }: Statement): string {
  return `${name}_${fingerprint(sql).slice(0, 8)}`
}

function partOf({ base, called }: Whole, partition: ObjectName, { found, desired }: PlanContext): string {
  const known = called?.(partition)
  if (known !== undefined) return known
  for (let number = 0; ; number += 1) {
    const name = partName(partition, number === 0 ? base : `${base}${number}`)
    const key = nameKey({ schema: partition.schema, name })
    if (![found, desired].some((schema) => namesIn(schema).has(key))) return name
  }
}

/** Relations of a schema share their names. */
const namesIn = remembered(
  (schema: Schema) =>
    new Set(
      schema.tables.flatMap((table) => relationsOf(table).map((name) => nameKey({ schema: table.name.schema, name }))),
    ),
)

/** Hardly a name that people or the server choose for the indexes of a partition. */
function partName({ name }: ObjectName, base: string): string {
  const whole = `${name}_${base}`
  if (Buffer.byteLength(whole) <= 63) return whole
  const mark = `_${fingerprint(whole).slice(0, 8)}`
  let kept = ''
  for (const character of whole) {
    if (Buffer.byteLength(kept + character + mark) > 63) break
    kept += character
  }
  return kept + mark
}
