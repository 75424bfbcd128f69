import type { ChangeOf } from '../model/change.ts'
import { changesOf, withInner } from '../model/changes-of.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import { grantedOn, withoutLostGrants } from './column-grants.ts'
import { addedColumn } from './column-dependents.ts'
import { isJoined } from './joined-asides.ts'
import { apartFrom, placeholder, withKeptColumn } from './keepers.ts'
import { asNamedBefore } from './not-null-steps.ts'
import { carriedAway } from './carried-away.ts'
import { ddlStep, type Operation, type PlanContext, type StepContext, type StepDraft, undo } from './operation.ts'
import { renamedSequence } from './numbering.ts'
import { quarantinedColumn, quarantinedSequence } from './quarantine-name.ts'
import { renamedColumn } from './renamed-column.ts'
import { editTable, requireTable } from './schema-edit.ts'

/**
 * R14 (a): renamed out of the way with its values, after NOT NULL is taken off so that writers need not know it.
 * A generated column holds nothing of its own and is really dropped.
 */
export const dropColumn: Operation<'drop_column'> = {
  describe: ({ table, column }) =>
    `${column.generated === null ? 'put' : 'drop generated'} column ${displayName(table)}.${column.name}${column.generated === null ? ' aside' : ''}`,
  phase: () => 'contract',
  effect: ({ table, column, keepers = [] }, schema) => {
    const after = editTable(withKeptColumn(schema, keepers, column.name), table, (now) => ({
      ...now,
      columns: now.columns.filter(({ name }) => name !== column.name),
    }))
    return withoutLostGrants(schema, after, table)
  },

  *steps(change, context) {
    const isCarried = carriedAway(context).has(change)
    for (const step of putColumnAside(change, context)) if (!isCarried || step.phase === 'expand') yield step
  },
}

/** The same by itself, also where the values go to another table, whose step has the last one of these in it. */
export function* putColumnAside(change: ChangeOf<'drop_column'>, context: StepContext): Iterable<StepDraft> {
  const { table } = change
  const { words } = context
  const now = requireTable(context.state, table)
  const column = now.columns.find(({ name }) => name === change.column.name) ?? change.column
  const shown = dropColumn.describe(change)
  const { apart, leave, comeBack } = apartFrom(change.keepers ?? [], context)
  if (column.generated !== null) {
    yield ddlStep({
      phase: 'contract',
      title: shown,
      statements: [...leave, words.dropColumn(table, column.name), ...comeBack],
      inverse: undo([...addedColumn(table, column, words), ...grantedOn(table, column.name, context).there], {
        note: 'computed again from its expression',
      }),
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
  const early = required && apart.length === 0 && !keyColumns(context.actual, table).includes(column.name)
  if (early) {
    yield ddlStep({
      phase: 'expand',
      title: `no longer require ${displayName(table)}.${column.name}`,
      statements: [words.dropNotNull(table, column.name)],
      inverse: undo([words.setNotNull(table, asNamedBefore(table, column, context), false)], {
        note: 'refused while rows written since have none',
        prechecks: [
          words.questions.nulls(renamesColumns(context, table) ? { ...now, primaryKey: null } : now, column.name),
        ],
      }),
      reason: 'R14: before the gate, so that new versions need not know the column',
    })
  }
  // Whoever comes to the parent, or back to it, has to be required as well.
  const isShared = apart.length > 0 || isJoined(context, table)
  const filler = isShared ? placeholder(column, keptAs, words) : column
  const late = !early && (required || (isShared && !column.nullable && filler.nullable))
  const stands = apart.map(({ table: heir }) => words.addColumn(heir, filler))
  const fallen = apart.map(({ table: heir }) => words.dropColumn(heir, keptAs))
  yield ddlStep({
    phase: 'contract',
    title: shown,
    statements: [
      ...leave,
      ...(late ? [words.dropNotNull(table, column.name)] : []),
      ...renamedColumn(table, column.name, keptAs, context),
      ...sequence.away,
      ...stands,
      ...comeBack,
    ],
    inverse: undo(
      [
        ...leave,
        ...fallen,
        ...sequence.back,
        ...renamedColumn(table, keptAs, column.name, context),
        ...(late ? [words.setNotNull(table, asNamedBefore(table, column, context), false)] : []),
        ...comeBack,
      ],
      {
        note: late
          ? 'the values come back; refused while rows written since have none'
          : 'the column comes back with its values',
        // Of rows elsewhere it asks nothing, so the server is left to ask those of the table.
        prechecks: late && apart.length === 0 ? [words.questions.nulls(now, keptAs)] : [],
      },
    ),
    quarantines: [{ kind: 'column', name: table, column: column.name, keptAs: { name: table, column: keptAs } }],
    noticed: true,
    reason: 'R14: renamed out of the way, kept with its values until purge',
  })
}

function keyColumns(schema: Schema, table: ObjectName): readonly string[] {
  return tableOf(schema, table)?.primaryKey?.columns ?? []
}

/** Then the key goes by other names when the early step is taken back than when this change's turn comes. */
function renamesColumns({ changes }: PlanContext, table: ObjectName): boolean {
  return changesOf(withInner(changes), table).some(({ kind }) => kind === 'rename_column')
}
