import type { ChangeOf } from '../model/change.ts'
import { allPartitionsOf } from '../model/family.ts'
import { displayName } from '../model/name.ts'
import { attachedTo } from '../model/object-uses.ts'
import { carriedAway } from './carried-away.ts'
import { ddlStep, type Operation, type StepContext, type StepDraft, undo } from './operation.ts'
import { stillFollowing } from './still-following.ts'
import { detachSteps, keptPartitions } from './partition-steps.ts'
import { quarantinedTable } from './quarantine-name.ts'
import { removeTable, requireTable, withObjects } from './schema-edit.ts'
import { triggersOf } from './table-readers.ts'

/** R17: the table is moved out of the way with every row, and its partitions with it; only `purge` destroys. */
export const dropTable: Operation<'drop_table'> = {
  describe: ({ table: { name, partitionOf } }) =>
    `put ${partitionOf === null ? 'table' : 'partition'} ${displayName(name)} aside`,
  phase: () => 'contract',
  effect: ({ table }, schema) =>
    [table, ...allPartitionsOf(schema, table.name)].reduce(
      (now, { name }) => removeTable(withObjects(now, attachedTo({ kind: 'table', name }, now.objects), []), name),
      schema,
    ),

  *steps(change, context) {
    if (carriedAway(context).has(change)) return
    for (const step of putTableAside(change, context)) yield stillFollowing(step, change.table.name, context)
  },
}

/** The same by itself, also where its values go to another table, whose step has these in it. */
export function* putTableAside(change: ChangeOf<'drop_table'>, context: StepContext): Iterable<StepDraft> {
  const { words } = context
  const now = requireTable(context.state, change.table.name)
  // One that was detached together with others still has what it had from its table.
  const table = { ...now, partitionOf: change.table.partitionOf }
  const keptAs = quarantinedTable(context, table.name)
  const triggers = triggersOf(context.state, table.name)
  const partitions = keptPartitions(context, context.state, table)
  if (now.partitionOf !== null) yield* detachSteps(now, now.partitionOf, context)
  const session = table.foreignKeys.length > 0 && context.facts.foreignKeysInline ? 'rebuild' : 'plain'
  yield ddlStep({
    phase: 'contract',
    title: dropTable.describe(change),
    statements: words.quarantineTable(table, keptAs, triggers, partitions),
    session,
    prechecks: session === 'rebuild' ? [words.questions.strangers(table, triggers)] : [],
    inverse: undo(words.restoreTable(table, keptAs, triggers, partitions), {
      note: 'the table comes back with its rows',
      session,
    }),
    quarantines: [{ kind: 'table', name: table.name, column: null, keptAs: { name: keptAs, column: null } }],
    noticed: true,
    reason: 'R17: no longer in the specs; renamed out of the way, kept until purge',
  })
}
