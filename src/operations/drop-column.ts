import { displayName, type ObjectName, sameName } from '../model/name.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import { addedColumn } from './column-dependents.ts'
import { ddlStep, type Operation, type PlanContext, undo } from './operation.ts'
import { renamedSequence } from './numbering.ts'
import { quarantinedColumn, quarantinedSequence } from './quarantine-name.ts'
import { editTable, requireTable } from './schema-edit.ts'

/**
 * R14 (a): renamed out of the way with its values, after NOT NULL is taken off so that writers need not know it.
 * A generated column holds nothing of its own and is really dropped.
 */
export const dropColumn: Operation<'drop_column'> = {
  describe: ({ table, column }) =>
    `${column.generated === null ? 'put' : 'drop generated'} column ${displayName(table)}.${column.name}${column.generated === null ? ' aside' : ''}`,
  phase: () => 'contract',
  effect: ({ table, column }, schema) =>
    editTable(schema, table, (now) => ({ ...now, columns: now.columns.filter(({ name }) => name !== column.name) })),

  *steps(change, context) {
    const { table } = change
    const { words } = context
    const now = requireTable(context.state, table)
    const column = now.columns.find(({ name }) => name === change.column.name) ?? change.column
    const shown = this.describe(change)
    if (column.generated !== null) {
      yield ddlStep({
        phase: 'contract',
        title: shown,
        statements: [words.dropColumn(table, column.name)],
        inverse: undo(addedColumn(table, column, words), { note: 'computed again from its expression' }),
        noticed: true,
        reason: 'its values can be computed again',
      })
      return
    }
    const keptAs = quarantinedColumn(context, table, column.name)
    // Its sequence stays its own, and the counter with it; only the name has to be free.
    const aside = quarantinedSequence(context, table, column.sequence?.name ?? '')
    const sequence = renamedSequence(table, column, aside, words)
    const required = !column.nullable && column.default === null && column.identity === null
    // A key needs it until the key has gone.
    const early = required && !keyColumns(context.actual, table).includes(column.name)
    if (early) {
      yield ddlStep({
        phase: 'expand',
        title: `no longer require ${displayName(table)}.${column.name}`,
        statements: [words.dropNotNull(table, column.name)],
        inverse: undo([words.setNotNull(table, column, false)], {
          note: 'refused while rows written since have none',
          prechecks: [
            words.questions.nulls(renamesColumns(context, table) ? { ...now, primaryKey: null } : now, column.name),
          ],
        }),
        reason: 'R14: before the gate, so that new versions need not know the column',
      })
    }
    const late = required && !early
    yield ddlStep({
      phase: 'contract',
      title: shown,
      statements: [
        ...(late ? [words.dropNotNull(table, column.name)] : []),
        words.renameColumn(table, column.name, keptAs),
        ...sequence.away,
      ],
      inverse: undo(
        [
          ...sequence.back,
          words.renameColumn(table, keptAs, column.name),
          ...(late ? [words.setNotNull(table, column, false)] : []),
        ],
        {
          note: late
            ? 'the values come back; refused while rows written since have none'
            : 'the column comes back with its values',
          prechecks: late ? [words.questions.nulls(now, keptAs)] : [],
        },
      ),
      quarantines: [{ kind: 'column', name: table, column: column.name, keptAs: { name: table, column: keptAs } }],
      noticed: true,
      reason: 'R14: renamed out of the way, kept with its values until purge',
    })
  },
}

function keyColumns(schema: Schema, table: ObjectName): readonly string[] {
  return tableOf(schema, table)?.primaryKey?.columns ?? []
}

/** Then the key goes by other names when the early step is taken back than when this change's turn comes. */
function renamesColumns({ changes }: PlanContext, table: ObjectName): boolean {
  return changes
    .flatMap((change) => (change.kind === 'recreate_objects' ? change.around : [change]))
    .some((change) => change.kind === 'rename_column' && sameName(change.table, table))
}
