import { displayName, type ObjectName } from '../model/name.ts'
import type { Query, Statement } from '../model/statement.ts'
import type { Table } from '../model/table.ts'
import { attachment } from './attachment.ts'
import { moveTo } from './filled-columns.ts'
import { hiddenTable } from './mirror-names.ts'
import { moveThen } from './named-then.ts'
import { ddlStep, isNewTable, type Operation, type StepContext, undo } from './operation.ts'
import { attachSteps } from './partition-steps.ts'
import { quarantinedTable } from './quarantine-name.ts'
import { addTable, removeTable } from './schema-edit.ts'
import { tableStatements } from './table-statements.ts'

/**
 * A new table with its indexes and comments in one transaction: nobody can be reading it. A partition of a table that is
 * there already is attached to it in a step of its own.
 */
export const createTable: Operation<'create_table'> = {
  describe: ({ table: { name, partitionOf } }) =>
    partitionOf === null
      ? `create table ${displayName(name)}`
      : `create partition ${displayName(name)} of ${displayName(partitionOf.table)}`,
  phase: () => 'expand',
  effect: ({ table }, schema) => addTable(removeTable(schema, table.name), table),

  *steps(change, context) {
    const table = hiddenTable(change.table, context)
    const { words } = context
    const { name } = change.table
    const keptAs = quarantinedTable(context, name)
    const toStanding = table.partitionOf !== null && !isNewTable(context, table.partitionOf.table)
    const copied = table.foreignKeys.length > 0 && context.facts.foreignKeysInline
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: tableStatements(table, toStanding, context),
      inverse: undo(takenAway(table, words.quarantineTable(table, keptAs, [], []), toStanding, context), {
        note: 'dropped when it is empty, else put aside with its rows',
        session: copied ? 'rebuild' : 'plain',
        prechecks: copied ? [words.questions.strangers(table, [])] : [],
        quarantines: [{ kind: 'table', name, column: null, keptAs: { name: keptAs, column: null } }],
        discard: { unused: unusedOf(name, table, context), statements: [words.dropTable(table.name)] },
      }),
      reason: toStanding
        ? 'R24: a table of its own at first, which nobody reads or writes'
        : 'a new table: no reader, no writer, so everything at once',
    })
    if (toStanding && table.partitionOf !== null) yield* attachSteps(table, table.partitionOf, context)
  },
}

/** What has gone back to where it came from does not count. */
function unusedOf(name: ObjectName, table: Table, context: StepContext): Query {
  const { words } = context
  const move = moveTo(context, name)
  return move === undefined ? words.questions.anyRow(table.name) : words.moves.strays(moveThen(move, context), table)
}

/** A partition that came with its table has to leave it before it is put aside; one that was attached has left already. */
function takenAway(
  table: Table,
  aside: readonly Statement[],
  toStanding: boolean,
  { words, desired }: StepContext,
): readonly Statement[] {
  return table.partitionOf === null || toStanding
    ? aside
    : [
        words.detachPartition(table.name, table.partitionOf, attachment(table, table.partitionOf, desired), false),
        ...aside,
      ]
}
