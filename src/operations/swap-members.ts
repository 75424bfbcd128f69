import { fingerprint } from '../lib/fingerprint.ts'
import type { TableForeignKey } from '../model/change.ts'
import { partsOf } from '../model/family.ts'
import type { Keyed } from '../model/constraint.ts'
import { isQuarantined } from '../model/name.ts'
import type { Statement } from '../model/statement.ts'
import type { Swap } from '../model/swap.ts'
import { addedConstraint, constraintComment } from './constraint-comment.ts'
import { usesColumn } from '../model/constraint-columns.ts'
import type { PlanContext, StepContext } from './operation.ts'
import { hasStandingPartitions, keyOfParts, type Whole, wholeStatements } from './partitioned-index.ts'
import { quarantineName } from './quarantine-name.ts'
import { requireTable } from './schema-edit.ts'
import { memberNames, touchedIndexes, touches } from './swap-names.ts'

interface Exchange {
  readonly there: readonly Statement[]
  readonly back: readonly Statement[]
}

/** Indexes, unique constraints and checks on the columns: those on the new ones take the names of those on the old ones. */
export function exchangedMembers(swap: Swap, context: StepContext): Exchange {
  const { table } = swap
  const { words, state } = context
  const now = requireTable(state, table)
  const parts: Exchange[] = []
  for (const definition of now.uniques) {
    if (!touches(swap, [...definition.columns, ...(definition.include ?? [])])) continue
    const constraint = { kind: 'unique' as const, definition }
    const { shadow, aside } = memberNames(context, table, definition.name)
    parts.push({
      there: [
        words.renameConstraint(table, definition.name, aside),
        ...takenOver(swap, constraint, shadow, 'shadow', context),
        ...constraintComment(table, constraint, words),
      ],
      back: [words.dropConstraint(table, constraint), words.renameConstraint(table, aside, definition.name)],
    })
  }
  for (const { name, comment } of touchedIndexes(now.indexes, swap)) {
    const { shadow, aside } = memberNames(context, table, name)
    const on = { kind: 'index' as const, table, name: { schema: table.schema, name } }
    parts.push({
      there: [
        words.renameIndex(table, name, aside),
        words.renameIndex(table, shadow, name),
        ...(comment === null ? [] : [words.comment(on, comment)]),
      ],
      back: [words.renameIndex(table, name, shadow), words.renameIndex(table, aside, name)],
    })
  }
  // The new values have met the rule as old ones; the steps that follow prove it.
  for (const definition of now.checks) {
    const constraint = { kind: 'check' as const, definition }
    if (!swap.pairs.some(({ before }) => usesColumn(constraint, before.name))) continue
    const { aside } = memberNames(context, table, definition.name)
    const unproven = { kind: 'check' as const, definition: { ...definition, validated: false } }
    parts.push({
      there: [words.renameConstraint(table, definition.name, aside), ...addedConstraint(table, unproven, words)],
      back: [words.dropConstraint(table, unproven), words.renameConstraint(table, aside, definition.name)],
    })
  }
  return { there: parts.flatMap(({ there }) => there), back: parts.toReversed().flatMap(({ back }) => back) }
}

/** A table has but one primary key: the old one goes, and is made again of its index on the way back. */
export function primaryKeyOf(
  swap: Swap,
  foreignKeys: readonly TableForeignKey[],
  context: StepContext,
): Record<'leave' | 'take' | 'giveUp' | 'return', readonly Statement[]> {
  const { table } = swap
  const { words, state } = context
  const { primaryKey } = requireTable(state, table)
  if (primaryKey === null || !touches(swap, [...primaryKey.columns, ...(primaryKey.include ?? [])])) {
    return { leave: [], take: [], giveUp: [], return: [] }
  }
  const constraint = { kind: 'primary_key' as const, definition: primaryKey }
  const { shadow, aside } = memberNames(context, table, primaryKey.name)
  const comment = constraintComment(table, constraint, words)
  return {
    leave: [words.dropConstraint(table, constraint)],
    take: [...takenOver(swap, constraint, shadow, 'shadow', context), ...comment],
    giveUp: [words.dropConstraint(table, constraint)],
    return: [...takenOver(swap, constraint, aside, 'aside', context), ...comment],
  }
}

/** The key of an index that is there; that of a table with partitions is made of theirs. */
function takenOver(
  swap: Swap,
  key: Keyed,
  index: string,
  which: 'shadow' | 'aside',
  context: StepContext,
): Statement[] {
  const { words, state } = context
  const { table } = swap
  if (!hasStandingPartitions(context, table)) return [words.addConstraintUsingIndex(table, key, index)]
  const whole = wholeKey(swap, key, which, context)
  // What comes back has the names it had.
  const named = partsOf(state, table, 'indexes', key.definition.name).flatMap((part) => {
    const kept = whole.called?.(part.table)
    return kept === undefined ? [] : [words.renameConstraint(part.table, kept, part.name)]
  })
  return [...wholeStatements(whole, context), ...named]
}

/** A key of a table with partitions, and how its parts are called until it is made of them. */
export function wholeKey(swap: Swap, key: Keyed, which: 'shadow' | 'aside', context: PlanContext): Whole {
  const whole = keyOfParts(swap.table, key, partBase(key.definition.name, swap, context), [], context)
  return which === 'shadow'
    ? whole
    : {
        ...whole,
        called: ({ schema, name }) =>
          quarantineName(context, `old_${name}_${key.definition.name}`, ['aside', schema, name]),
      }
}

/**
 * What parts are called after beside those of what they are to replace, and beside what waits for `purge`. Not by the plan,
 * since the next one is to say the same when this one has been taken back.
 */
export function partBase(name: string, { table, pairs, types }: Swap, { actual }: PlanContext): string {
  const waiting = requireTable(actual, table).columns.flatMap((column) =>
    isQuarantined(column.name) ? [column.name] : [],
  )
  const from = pairs.map(({ before, after }) => [before.type, before.collation, after.type, after.collation])
  return `${name}_${fingerprint([from, types, waiting]).slice(0, 8)}`
}

/**
 * Foreign keys on the old columns stay with them, but for those that hang on a primary key, which goes: these are added
 * again on the way back, unproven, and proven by the steps that follow it.
 */
export function exchangedForeignKeys(
  foreignKeys: readonly TableForeignKey[],
  context: StepContext,
): Record<'leave' | 'take' | 'giveUp' | 'return', readonly Statement[]> {
  const { words, state } = context
  const parts = foreignKeys.map(({ table, definition, onPrimaryKey }) => {
    const constraint = { kind: 'foreign_key' as const, definition }
    const unproven = { kind: 'foreign_key' as const, definition: { ...definition, validated: false } }
    const { shadow, aside } = memberNames(context, table, definition.name)
    const comment = constraintComment(table, constraint, words)
    // Renaming the whole renames no part.
    const ofPartitions = partsOf(state, table, 'foreignKeys', definition.name)
    const renamed = (from: (own: string) => string, to: (own: string) => string): Statement[] => [
      words.renameConstraint(table, from(definition.name), to(definition.name)),
      ...ofPartitions.map((part) => words.renameConstraint(part.table, from(part.name), to(part.name))),
    ]
    const own = (name: string): string => name
    return {
      leave: onPrimaryKey ? [words.dropConstraint(table, constraint)] : renamed(own, () => aside),
      take: [...renamed(() => shadow, own), ...comment],
      giveUp: [words.dropConstraint(table, constraint)],
      return: onPrimaryKey ? addedConstraint(table, unproven, words) : renamed(() => aside, own),
    }
  })
  return {
    leave: parts.flatMap(({ leave }) => leave),
    take: parts.flatMap(({ take }) => take),
    giveUp: parts.flatMap(({ giveUp }) => giveUp),
    return: parts.flatMap((part) => part.return),
  }
}
