import { displayName, type ObjectName } from '../model/name.ts'
import type { Change, ChangeKind } from '../model/change.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import { columnOf, type Table } from '../model/table.ts'
import { ddlStep, type Operation, type StepContext, undo } from './operation.ts'
import { type Overwritten, overwritten } from './overwritten-columns.ts'
import { dataQuestions, reverseQuestions } from './rebuild-questions.ts'
import { editTable, requireTable } from './schema-edit.ts'
import { readersOf, triggersOf } from './table-readers.ts'

/**
 * SQLite's way of changing what ALTER TABLE cannot: hazards.md 2C. The images are those of the moment: the table as
 * simulated so far, and the same with the changes applied. The registry hands itself in, since it holds this file.
 */
export function rebuildTable(operationFor: (change: Change) => Operation<ChangeKind>): Operation<'rebuild_table'> {
  return {
    describe: ({ before, changes }) => `rebuild table ${displayName(before.name)} (${summary(changes)})`,

    phase: ({ before, after, changes }, context) => {
      if ((after.strict && !before.strict) || (after.withoutRowid && !before.withoutRowid)) return 'contract'
      const tightens = changes.some((change) => operationFor(change).phase(change, context) !== 'expand')
      return tightens ? 'contract' : 'expand'
    },

    effect: ({ before, after, changes }, schema) => {
      const changed = changes.reduce<Schema>((now, change) => operationFor(change).effect(change, now), schema)
      if (before.strict === after.strict && before.withoutRowid === after.withoutRowid) return changed
      const { strict, withoutRowid } = after
      return editTable(changed, before.name, (table) => ({ ...table, strict, withoutRowid }))
    },

    *steps(change, context) {
      const { words, state } = context
      const before = requireTable(state, change.before.name)
      const aside = overwritten(change.changes, context)
      const wanted = requireTable(this.effect(change, state), change.before.name)
      const after = { ...wanted, columns: [...wanted.columns, ...aside.map(({ kept }) => kept)] }
      const triggers = triggersOf(state, before.name)
      const phase = this.phase(change, context)
      const checks = words.questions.rebuildChecks(after, readersOf(before.name, context), standing(context))
      yield ddlStep({
        phase,
        title: this.describe(change),
        statements: [
          ...words.rebuildTable(before, after, copy(before, after, aside.map(forward), words.quote), triggers),
          words.analyze(after.name, []),
        ],
        session: 'rebuild',
        prechecks: [words.questions.strangers(before, triggers), ...dataQuestions(change.changes, context)],
        verify: [words.questions.rowCount(after.name), ...checks],
        inverse: undo(
          [
            ...words.rebuildTable(after, before, copy(after, before, aside.map(back), words.quote), triggers),
            words.analyze(before.name, []),
          ],
          {
            note: 'rebuilt the other way; refused while rows written since do not fit the old table',
            session: 'rebuild',
            // Asked of the table as it is then: it may have lost its key, or its rowid.
            prechecks: [
              words.questions.strangers(after, triggers),
              ...reverseQuestions(change.changes, { ...context, state: this.effect(change, state) }),
            ],
            verify: [words.questions.rowCount(before.name), ...checks],
          },
        ),
        quarantines: aside.map(({ column, kept }) => ({
          kind: 'column',
          name: before.name,
          column: column.name,
          keptAs: { name: before.name, column: kept.name },
        })),
        noticed: phase === 'contract',
        reason: '2C: SQLite cannot alter this in place; rows, rowids, triggers, views and child rows are kept',
      })
    },
  }
}

/** As they are by then; and those that nobody manages. */
function standing({ found, state }: StepContext): (name: ObjectName) => Table | undefined {
  return (name) => tableOf(state, name) ?? tableOf(found, name)
}

/** One column that takes its value from another. */
type Move = readonly [to: string, from: string]

function forward({ column, kept }: Overwritten): Move {
  return [kept.name, column.name]
}

function back({ column, kept }: Overwritten): Move {
  return [column.name, kept.name]
}

/** What each kept column takes its value from; an explicit cast only where the type changes, and that is prechecked. */
function copy(from: Table, to: Table, moves: readonly Move[], quote: (name: string) => string): Map<string, string> {
  const sources = new Map(moves.map(([column, source]) => [column, quote(source)]))
  for (const column of to.columns) {
    if (sources.has(column.name)) continue
    const source = columnOf(from, column.name)
    if (source === undefined || column.generated !== null) continue
    const value = quote(column.name)
    sources.set(
      column.name,
      source.type === column.type || column.type === '' ? value : `cast(${value} as ${column.type})`,
    )
  }
  return sources
}

function summary(changes: readonly Change[]): string {
  const words = changes.map(({ kind }) => kind.replaceAll('_', ' '))
  return [...new Set(words)].join(', ')
}
