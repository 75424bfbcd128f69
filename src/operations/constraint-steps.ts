import type { KeyOfPart } from '../model/change.ts'
import type { Constraint, ForeignKey, PrimaryKey, Unique } from '../model/constraint.ts'
import { givenUpKeys, inPlaceOf } from '../model/given-up-keys.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import { sameKey } from '../model/same-key.ts'
import { tableOf } from '../model/schema.ts'
import type { Query } from '../model/statement.ts'
import type { Phase } from '../model/step.ts'
import { columnOf, type Table } from '../model/table.ts'
import type { TableIndex } from '../model/table-index.ts'
import { addedConstraint, constraintComment } from './constraint-comment.ts'
import { ddlStep, isNewTable, type StepContext, type StepDraft, undo, undoNothing } from './operation.ts'
import {
  distinctPart,
  hasStandingPartitions,
  isPartitioned,
  type Keyed,
  keyOfParts,
  partitionedIndexSteps,
  partSteps,
  type Whole,
  wholeStatements,
} from './partitioned-index.ts'
import { quarantineName } from './quarantine-name.ts'
import { requireTable } from './schema-edit.ts'

type Proven = Extract<Constraint, { readonly kind: 'check' | 'foreign_key' }>

/** Rows that would break the constraint; none are in the way of one that asks nothing of the old ones. */
export function offenders(table: ObjectName, constraint: Constraint, context: StepContext): Query[] {
  const { questions, quote } = context.words
  const now = requireTable(context.state, table)
  switch (constraint.kind) {
    case 'check':
      return constraint.definition.validated ? [questions.violators(now, constraint.definition)] : []
    case 'foreign_key':
      return constraint.definition.validated ? orphans(now, constraint.definition, context) : []
    case 'exclusion':
      return [questions.exclusions(now, constraint.definition)]
    case 'unique':
    case 'primary_key':
      if (constraint.definition.withoutOverlaps === true) return [questions.overlaps(now, constraint.definition)]
      return [
        questions.duplicates(now, {
          name: constraint.definition.name,
          keys: constraint.definition.columns.map((column) => quote(column)),
          where: null,
          nullsNotDistinct: constraint.kind === 'unique' && constraint.definition.nullsNotDistinct,
        }),
      ]
  }
}

/** In a circle of references the other table may come later, with no row that could be referred to; or be gone already. */
function orphans(table: Table, key: ForeignKey, { words: { questions }, state, actual }: StepContext): Query[] {
  const parent = key.references.table
  if (tableOf(state, parent) !== undefined) return [questions.orphans(table, key)]
  if (tableOf(actual, parent) !== undefined) return []
  const columns = key.columns.map((name) => columnOf(table, name))
  const [column] = columns
  if (column === undefined || columns.length > 1) return []
  return [
    {
      ...questions.anyValue(table.name, column, []),
      failure: `${displayName(table.name)}.${column.name} holds values, and ${displayName(parent)}, which it refers to, is a new table without rows`,
      help: `Add the foreign key with a later change, once ${displayName(parent)} has the rows.`,
    },
  ]
}

/** R6 and R8: first NOT VALID, a short lock and no scan; then VALIDATE, a scan that blocks nobody. */
export function* provenSteps(
  table: ObjectName,
  constraint: Proven,
  phase: Phase,
  context: StepContext,
): Iterable<StepDraft> {
  const { words, facts } = context
  const { name, validated } = constraint.definition
  const shown = `${label(constraint)} ${name} on ${displayName(table)}`
  const recipe = constraint.kind === 'check' ? 'R6' : 'R8'
  if (isNewTable(context, table) || !facts.unprovenConstraints) {
    yield ddlStep({
      phase,
      title: `add ${shown}`,
      statements: addedConstraint(table, constraint, words),
      prechecks: isNewTable(context, table) ? [] : offenders(table, constraint, context),
      inverse: undo([words.dropConstraint(table, constraint)]),
      reason: isNewTable(context, table)
        ? 'a new table: there is no row to prove'
        : 'the library tests the rows itself',
    })
    return
  }
  const unproven = { ...constraint, definition: { ...constraint.definition, validated: false } } as Proven
  yield ddlStep({
    phase: phase === 'contract' ? 'contract' : 'expand',
    title: constraint.definition.enforced === false ? `add ${shown}` : `add ${shown} for new rows`,
    statements: addedConstraint(table, unproven, words),
    prechecks: offenders(table, constraint, context),
    inverse: undo([words.dropConstraint(table, constraint)]),
    reason: `${recipe}: ${constraint.definition.enforced === false ? 'NOT ENFORCED' : 'NOT VALID'}, so no row is read under the lock`,
  })
  if (validated) yield validateStep(table, constraint, phase === 'contract' ? 'contract' : 'validate', context)
}

/** VALIDATE CONSTRAINT: reads every row beside readers and writers. */
export function validateStep(table: ObjectName, constraint: Constraint, phase: Phase, context: StepContext): StepDraft {
  const name = constraint.definition.name
  return ddlStep({
    phase,
    title: `validate ${label(constraint)} ${name} on ${displayName(table)}`,
    statements: [context.words.validateConstraint(table, constraint)],
    prechecks: offenders(table, constraint, context),
    inverse: undoNothing('a proven constraint goes the same way as an unproven one'),
    reason: `${constraint.kind === 'foreign_key' ? 'R8' : 'R6'}: reads every row, blocks nobody`,
  })
}

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
  const title = `add ${label(constraint)} ${name} on ${displayName(table)}${inPlaceOf(lost)}`
  const gated = { title, phase: lost.length === 0 ? phase : 'contract', noticed: lost.length > 0 } as const
  // What the others say, the whole says as well: only these may be broken meanwhile.
  const lostBack = lost.flatMap((part) => offenders(part.table, part.constraint, context))
  const online = facts.concurrentIndexes && facts.constraintUsingIndex && constraint.definition.withoutOverlaps !== true
  if (isNewTable(context, table) || !online) {
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
    statements: [
      words.addConstraintUsingIndex(table, constraint, name),
      ...constraintComment(table, constraint, words),
    ],
    inverse: undo([words.dropConstraint(table, constraint)], { note: 'the index goes with it' }),
    reason: `${constraint.kind === 'unique' ? 'R10' : 'R11'}: takes over the finished index, reads nothing`,
  })
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
  const swap = {
    title: `replace ${label(after)} ${before.definition.name} on ${displayName(table)}`,
    inverse: undo([words.dropConstraint(table, after), ...addedConstraint(table, before, words)], {
      note: 'builds the old index under the lock; refused while rows written since are duplicates of the old key',
      prechecks: offenders(table, before, context),
    }),
    noticed: true,
  }
  if (after.definition.withoutOverlaps === true) {
    yield ddlStep({
      ...swap,
      phase,
      statements: [words.dropConstraint(table, before), ...addedConstraint(table, after, words)],
      prechecks: offenders(table, after, context),
      reason: 'a key without overlaps cannot take over a finished index; never without a key all the same',
    })
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
    statements: [
      ...(whole === null
        ? [words.dropConstraint(table, before), words.addConstraintUsingIndex(table, after, building)]
        : wholeStatements(whole, context)),
      ...constraintComment(table, after, words),
    ],
    reason: `${after.kind === 'unique' ? 'R10' : 'R11'}: never without a key, since both happen in one transaction`,
  })
}

/** `part`: what the indexes of partitions are called after, behind the partition's name. */
export function* buildIndexSteps(
  table: ObjectName,
  index: TableIndex,
  phase: Phase,
  context: StepContext,
  prechecks: readonly Query[] = [],
  part: string = index.name,
): Iterable<StepDraft> {
  if (hasStandingPartitions(context, table)) {
    yield* partitionedIndexSteps(table, index, phase, context, prechecks, part)
  } else yield buildIndexStep(table, index, phase, context, prechecks)
}

/** CREATE INDEX CONCURRENTLY where the engine has it; a failed build is repaired before the next try (hazards.md 0.5). */
export function buildIndexStep(
  table: ObjectName,
  index: TableIndex,
  phase: Phase,
  context: StepContext,
  prechecks: readonly Query[] = [],
): StepDraft {
  const { words, facts } = context
  const concurrently = facts.concurrentIndexes && !isNewTable(context, table)
  const named = { schema: table.schema, name: index.name }
  return ddlStep({
    phase,
    title: `create ${index.unique ? 'unique ' : ''}index ${index.name} on ${displayName(table)}`,
    statements: [words.createIndex(table, index, concurrently)],
    ...(concurrently ? { probe: { kind: 'index_created', index: named, table } } : {}),
    prechecks,
    inverse: undo(
      [words.dropIndex(table, index.name, concurrently)],
      concurrently ? { probe: { kind: 'index_dropped', index: named, table } } : {},
    ),
    reason: concurrently
      ? 'R13: CONCURRENTLY, beside readers and writers'
      : isNewTable(context, table)
        ? 'a new table: nobody waits'
        : 'this engine has no concurrent form',
  })
}

/** The constraint kind in words. */
export function label({ kind }: Constraint): string {
  return kind.replaceAll('_', ' ')
}

export function backingIndex({ columns, include = [], ...rest }: PrimaryKey | Unique, name: string): TableIndex {
  return {
    name,
    unique: true,
    method: 'btree',
    keys: columns.map((column) => ({ on: { column }, order: 'asc', nulls: 'last', collation: null, opclass: null })),
    include,
    where: null,
    nullsNotDistinct: 'nullsNotDistinct' in rest && rest.nullsNotDistinct,
    ...(rest.options === undefined ? {} : { options: rest.options }),
    comment: null,
    valid: true,
  }
}
