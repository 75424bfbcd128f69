import type { Change } from '../model/change.ts'
import { displayName, type ObjectName, sameName } from '../model/name.ts'
import type { PartitionOf } from '../model/partition.ts'
import type { Schema } from '../model/schema.ts'
import type { Table } from '../model/table.ts'
import type { Operation } from './operation.ts'
import { boundSteps } from './partition-bound-steps.ts'
import { rearrangeSteps } from './rearrange-steps.ts'
import { addTable, editTable } from './schema-edit.ts'

/**
 * PostgreSQL has no statement that changes a bound: partitions are detached and attached again. Behind the gate: rows that
 * an application still writes may no longer fit.
 */
export const changePartitions: Operation<'change_partitions'> = {
  describe(change) {
    const alone = boundAlone(change)
    if (alone !== null) return `let ${displayName(alone.table.name)} take ${alone.to.bound}`
    const all = [...change.before, ...change.creates].map(({ name }) => displayName(name))
    return `rearrange partitions ${[...new Set(all)].join(', ')} of ${displayName(change.table)}`
  },
  phase: () => 'contract',
  effect: ({ before, after, creates }, schema) => {
    const there = creates.reduce(addTable, schema)
    const left = before.reduce((now, { name }) => withPartitionOf(now, name, null), there)
    return after.reduce((now, { name, partitionOf }) => withPartitionOf(now, name, partitionOf), left)
  },

  *steps(change, context) {
    const alone = boundAlone(change)
    yield* alone === null
      ? rearrangeSteps(change, this.describe(change), context)
      : boundSteps(alone.table, alone.from, alone.to, context)
  },
}

function withPartitionOf(schema: Schema, name: ObjectName, partitionOf: PartitionOf | null): Schema {
  return editTable(schema, name, (table) => ({ ...table, partitionOf }))
}

/** One partition that changes its bound while all others stay as they are. */
function boundAlone({ before, after }: Extract<Change, { readonly kind: 'change_partitions' }>): {
  readonly table: Table
  readonly from: PartitionOf
  readonly to: PartitionOf
} | null {
  const [table, ...others] = before
  const [then, ...more] = after
  if (table === undefined || then === undefined || others.length > 0 || more.length > 0) return null
  if (!sameName(table.name, then.name) || table.partitionOf === null || then.partitionOf === null) return null
  return { table, from: table.partitionOf, to: then.partitionOf }
}
