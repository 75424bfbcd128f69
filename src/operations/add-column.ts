import { changesOf } from '../model/changes-of.ts'
import { type Column, isIdentity } from '../model/column.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import type { Work } from '../model/statement.ts'
import type { Quarantine } from '../model/step.ts'
import { addedColumn } from './column-dependents.ts'
import { fillNulls } from './fill-nulls.ts'
import { isFilled, moveTo } from './filled-columns.ts'
import { veiledColumn } from './mirror-names.ts'
import { notNullSteps } from './not-null-steps.ts'
import { computedNulls } from './computed-nulls.ts'
import { expressionThen, moveThen } from './named-then.ts'
import { ddlStep, type Operation, type StepContext, type StepDraft, undo } from './operation.ts'
import { renamedSequence } from './numbering.ts'
import { quarantinedColumn, quarantinedSequence } from './quarantine-name.ts'
import { requiredByType } from './required-by-type.ts'
import { editTable } from './schema-edit.ts'

/**
 * A column with a constant default costs nothing (R1). A volatile default would rewrite the table, so there the column
 * comes first, then the default for new rows, then the old rows in batches (R2). A required column without a default
 * arrives as a nullable one, followed by a change of its own (R3).
 */
export const addColumn: Operation<'add_column'> = {
  describe: ({ table, column }) => `add column ${displayName(table)}.${column.name}`,
  phase: () => 'expand',
  effect: ({ table, column }, schema) =>
    editTable(schema, table, (now) => ({
      ...now,
      columns: [...now.columns.filter(({ name }) => name !== column.name), column],
    })),

  *steps(change, context) {
    const { table, column } = change
    const { words, desired } = context
    if (column.sequence !== null && !isIdentity(column)) {
      yield* serialSteps(table, column, context)
      return
    }
    const work = (added: Column): Work => words.addColumn(table, added, desired.objects).work
    if (work(column) === 'rewrite' && work({ ...column, default: null }) !== 'rewrite') {
      yield* volatileDefaultSteps(table, column, context)
      return
    }
    yield addStep(table, column, context, 'R1: at the end of the table, no row is touched')
  },
}

function addStep(table: ObjectName, called: Column, context: StepContext, reason: string): StepDraft {
  const { words } = context
  const column = veiledColumn(table, called, context)
  const keptAs = quarantinedColumn(context, table, called.name)
  const kept: Quarantine = { kind: 'column', name: table, column: called.name, keptAs: { name: table, column: keptAs } }
  const relax =
    column.nullable || column.default !== null || column.identity !== null
      ? []
      : [words.dropNotNull(table, column.name)]
  const derived = column.generated !== null
  const aside = quarantinedSequence(context, table, column.sequence?.name ?? '')
  const sequence = renamedSequence(table, column, aside, words)
  return ddlStep({
    phase: 'expand',
    title: addColumn.describe({ kind: 'add_column', table, column: called }),
    statements: addedColumn(table, column, words, context.desired.objects),
    prechecks: [
      ...(requiredButEmpty(table, called.name, context) ? [requiresAnEmptyTable(table, called.name, context)] : []),
      ...requiredByType(table, called, context),
      ...computedNulls(table, column, context),
    ],
    inverse: derived
      ? undo([words.dropColumn(table, column.name)], { note: 'a generated column holds nothing of its own' })
      : undo([...relax, words.renameColumn(table, column.name, keptAs), ...sequence.away], {
          note: 'dropped when it holds nothing but its default or its backfill, else put aside with its values',
          quarantines: [kept],
          discard: {
            unused: words.questions.anyValue(table, column, expectedValues(table, called, context)),
            statements: [words.dropColumn(table, column.name)],
          },
        }),
    reason,
  })
}

/** What the column holds by our own doing: values the application has written are any others. */
function expectedValues(table: ObjectName, column: Column, context: StepContext): string[] {
  const filled = changesOf(context.changes, table).flatMap((change) =>
    change.kind === 'run_backfill'
      ? change.backfill.set.flatMap((set) =>
          set.column === column.name ? (expressionThen(set.expression, table, context) ?? []) : [],
        )
      : [],
  )
  const move = moveTo(context, table, column.name)
  const moved = move === undefined ? [] : [context.words.moves.value(moveThen(move, context), column.name)]
  return [...(column.default === null ? [] : [column.default]), ...filled, ...moved]
}

function* volatileDefaultSteps(table: ObjectName, column: Column, context: StepContext): Iterable<StepDraft> {
  const { words } = context
  const bare: Column = { ...column, default: null, nullable: true }
  yield addStep(table, bare, context, 'R2: without its volatile default, which would rewrite the table')
  yield ddlStep({
    phase: 'expand',
    title: `set default of ${displayName(table)}.${column.name}`,
    statements: [words.setDefault(table, column.name, column.default)],
    inverse: undo([words.setDefault(table, column.name, null)]),
    reason: 'R2: for new rows only',
  })
  yield fillNulls(table, column.name, column.default ?? 'null', context)
  if (!column.nullable) yield* notNullSteps(table, column, 'validate', context)
}

/** A sequence of the column's own: the column comes first, since its default would rewrite the table (R2). */
function* serialSteps(table: ObjectName, column: Column, context: StepContext): Iterable<StepDraft> {
  const { words } = context
  const numbered = column.identity === 'serial'
  const bare: Column = { ...column, identity: null, sequence: null, default: null, nullable: true }
  yield addStep(table, bare, context, 'R2: without its default, which would rewrite the table')
  const next = numbered ? words.sequences.next(table, column) : column.default
  const name = { schema: table.schema, name: column.sequence?.name ?? '' }
  yield ddlStep({
    phase: 'expand',
    title: `give a sequence to ${displayName(table)}.${column.name}`,
    statements: [
      ...words.sequences.create(table, column),
      ...(next === null ? [] : [words.setDefault(table, column.name, next)]),
    ],
    inverse: undo(
      [...(next === null ? [] : [words.setDefault(table, column.name, null)]), words.sequences.drop(name)],
      { note: 'the sequence was new' },
    ),
    reason: 'R2: for new rows only',
  })
  if (next !== null) yield fillNulls(table, column.name, next, context)
  if (!column.nullable) yield* notNullSteps(table, column, 'validate', context)
}

/** A required column that nothing fills can only be added while the table is empty (hazards.md rule 26). */
function requiredButEmpty(table: ObjectName, column: string, context: StepContext): boolean {
  const required = changesOf(context.changes, table).some(
    (change) => change.kind === 'set_not_null' && change.before.name === column,
  )
  return required && !isFilled(context, table, column)
}

function requiresAnEmptyTable(
  table: ObjectName,
  column: string,
  context: StepContext,
): ReturnType<typeof context.words.questions.anyRow> {
  return {
    ...context.words.questions.anyRow(table),
    failure: `${displayName(table)}.${column} is required, but nothing says what the rows that exist should hold`,
    help: `give ${column} a default, or declare a backfill that sets it, in the spec of ${displayName(table)}`,
  }
}
