import { displayName, sameName } from '../model/name.ts'
import type { Change, ChangeKind } from '../model/change.ts'
import type { Schema } from '../model/schema.ts'
import { columnOf, type Table } from '../model/table.ts'
import { ddlStep, type Operation, type StepContext, undo } from './operation.ts'
import { offenders } from './constraint-steps.ts'
import { requireTable } from './schema-edit.ts'

/**
 * SQLite's way of changing what ALTER TABLE cannot: hazards.md 2C. The images are those of the moment: the table as
 * simulated so far, and the same with the changes applied. The registry hands itself in, since it holds this file.
 */
export function rebuildTable(operationFor: (change: Change) => Operation<ChangeKind>): Operation<'rebuild_table'> {
  return {
    describe: ({ before, changes }) => `rebuild table ${displayName(before.name)} (${summary(changes)})`,

    phase: ({ changes }, context) => {
      const tightens = changes.some((change) => operationFor(change).phase(change, context) !== 'expand')
      return tightens ? 'contract' : 'expand'
    },

    effect: ({ changes }, schema) => changes.reduce<Schema>((now, change) => operationFor(change).effect(change, now), schema),

    *steps(change, context) {
      const { words, state } = context
      const before = requireTable(state, change.before.name)
      const after = requireTable(this.effect(change, state), change.before.name)
      const mentions = context.actual.unmodeled.filter((item) => item.sql !== null)
      const triggers = mentions.filter((item) => item.kind === 'trigger' && item.table !== null && sameName(item.table, before.name))
      const phase = this.phase(change, context)
      const checks = words.questions.rebuildChecks(after, mentions)
      yield ddlStep({
        phase,
        title: this.describe(change),
        statements: [...words.rebuildTable(before, after, copy(before, after, words.quote), triggers), words.analyze(after.name, [])],
        session: 'rebuild',
        prechecks: dataQuestions(change.changes, context),
        verify: [words.questions.rowCount(after.name), ...checks],
        inverse: undo(
          [...words.rebuildTable(after, before, copy(after, before, words.quote), triggers), words.analyze(before.name, [])],
          {
            note: 'rebuilt the other way; refused while rows written since do not fit the old table',
            session: 'rebuild',
            prechecks: reverseQuestions(change.changes, context),
            verify: [words.questions.rowCount(before.name), ...checks],
          },
        ),
        noticed: phase === 'contract',
        reason: '2C: SQLite cannot alter this in place; rows, rowids, triggers, views and child rows are kept',
      })
    },
  }
}

/** What each kept column takes its value from; an explicit cast only where the type changes, and that is prechecked. */
function copy(from: Table, to: Table, quote: (name: string) => string): Map<string, string> {
  const sources = new Map<string, string>()
  for (const column of to.columns) {
    const source = columnOf(from, column.name)
    if (source === undefined || column.generated !== null) continue
    const value = quote(column.name)
    sources.set(column.name, source.type === column.type ? value : `cast(${value} as ${column.type})`)
  }
  return sources
}

function dataQuestions(changes: readonly Change[], context: StepContext): ReturnType<typeof offenders> {
  const { questions } = context.words
  return changes.flatMap((change) => {
    switch (change.kind) {
      case 'set_not_null':
        return [questions.nulls(requireTable(context.state, change.table), change.before.name)]
      case 'change_type':
        return [questions.lostByConversion(requireTable(context.state, change.table), change.before, change.after)]
      case 'add_check':
        return offenders(change.table, { kind: 'check', definition: change.definition }, context)
      case 'add_foreign_key':
        return offenders(change.table, { kind: 'foreign_key', definition: change.definition }, context)
      case 'add_unique':
        return offenders(change.table, { kind: 'unique', definition: change.definition }, context)
      case 'add_primary_key':
        return offenders(change.table, { kind: 'primary_key', definition: change.definition }, context)
      case 'replace_check':
        return offenders(change.table, { kind: 'check', definition: change.after }, context)
      case 'replace_foreign_key':
        return offenders(change.table, { kind: 'foreign_key', definition: change.after }, context)
      case 'replace_unique':
        return offenders(change.table, { kind: 'unique', definition: change.after }, context)
      case 'replace_primary_key':
        return offenders(change.table, { kind: 'primary_key', definition: change.after }, context)
      default:
        return []
    }
  })
}

/** The questions of the way back: what was loosened must still hold, what was converted must convert back. */
function reverseQuestions(changes: readonly Change[], context: StepContext): ReturnType<typeof offenders> {
  const { questions } = context.words
  return changes.flatMap((change) => {
    switch (change.kind) {
      case 'drop_not_null':
        return [questions.nulls(requireTable(context.state, change.table), change.before.name)]
      case 'change_type':
        return [questions.lostByConversion(requireTable(context.state, change.table), change.after, change.before)]
      case 'drop_check':
      case 'drop_foreign_key':
      case 'drop_unique':
      case 'drop_primary_key':
        return offenders(change.table, asConstraint(change), context)
      default:
        return []
    }
  })
}

type Dropped = Extract<Change, { readonly kind: 'drop_check' | 'drop_foreign_key' | 'drop_unique' | 'drop_primary_key' }>

function asConstraint(change: Dropped): Parameters<typeof offenders>[1] {
  switch (change.kind) {
    case 'drop_check':
      return { kind: 'check', definition: change.definition }
    case 'drop_foreign_key':
      return { kind: 'foreign_key', definition: change.definition }
    case 'drop_unique':
      return { kind: 'unique', definition: change.definition }
    case 'drop_primary_key':
      return { kind: 'primary_key', definition: change.definition }
  }
}

function summary(changes: readonly Change[]): string {
  const words = changes.map(({ kind }) => kind.replaceAll('_', ' '))
  return [...new Set(words)].join(', ')
}
