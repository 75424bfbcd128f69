import type { ForeignKey } from '../model/constraint.ts'
import { displayName } from '../model/name.ts'
import type { Schema } from '../model/schema.ts'
import type { Table } from '../model/table.ts'
import type { Statement } from '../model/statement.ts'
import type { Change, ChangeOf } from '../model/change.ts'
import { foreignKeysTo } from './guard-partition.ts'
import { ddlStep, type Operation, type StepContext, undo } from './operation.ts'
import { partNames } from './part-names.ts'
import { type Exchange, lockAll, partitioned, plainAgain } from './partitioning.ts'
import { addTable, editTable, requireTable } from './schema-edit.ts'

/**
 * R24: the table becomes a partition of a new table that takes its name, in one transaction that reads no row. All that an
 * application can tell is the same afterwards, so it needs no gate of its own. Objects on it go and come back around it.
 */
export const partitionTable: Operation<'partition_table'> = {
  describe: ({ table, holder }) =>
    `partition table ${displayName(table)}, with its rows as ${displayName(holder.name)}`,
  phase: () => 'validate',
  effect,

  *steps(change, context) {
    const exchange = exchangeOf(change, context)
    yield ddlStep({
      phase: 'validate',
      title: this.describe(change),
      statements: partitioned(exchange),
      inverse: undo(plainAgain(exchange), {
        note: 'rows written into the other partitions since are moved back under its lock, longer the more there are',
      }),
      reason: 'R24: the table changes its name and is attached as it is; no row is read or moved',
    })
  },
}

/** For what shares its transaction: the locks that come before everything. */
export function partitioningLocks(change: Change, context: StepContext): Statement[] {
  return change.kind === 'partition_table' ? lockAll(exchangeOf(change, context)) : []
}

function exchangeOf(change: ChangeOf<'partition_table'>, context: StepContext): Exchange {
  const table = requireTable(context.state, change.table)
  return {
    change,
    table,
    parts: partNames(table, change.holder.name, context.found),
    pointing: foreignKeysTo(context.state, change.table),
    context: { ...context, state: effect(change, context.state) },
  }
}

function effect({ table, whole, holder, creates }: ChangeOf<'partition_table'>, schema: Schema): Schema {
  const { partitionBy, physical } = whole
  const parent = editTable(schema, table, (now) => ({ ...now, partitionBy, physical }))
  const all = [holder, ...creates].reduce(addTable, parent)
  return foreignKeysTo(all, table).reduce(
    (now, { owner, definition }) => editTable(now, owner.name, (other) => unproven(other, definition)),
    all,
  )
}

function unproven(owner: Table, key: ForeignKey): Table {
  return {
    ...owner,
    foreignKeys: owner.foreignKeys.map((other) => (other.name === key.name ? { ...key, validated: false } : other)),
  }
}
