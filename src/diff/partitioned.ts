import type { Change } from '../model/change.ts'
import { allPartitionsOf } from '../model/family.ts'
import { nameKey, sameName } from '../model/name.ts'
import { attachedIn } from '../model/object-list.ts'
import { refKey } from '../model/object-ref.ts'
import { pointersTo, type Schema, tableOf } from '../model/schema.ts'
import type { IndexMarks, Table } from '../model/table.ts'
import { inherited } from './inherited.ts'
import type { Partitioning } from './renames.ts'
import { diffTable } from './tables.ts'

/**
 * The changes by which a plain table becomes a partition of the table that takes its name: what differs between the two is
 * made on the plain one, where it is made online, then they change places, and what the partition has by itself comes last.
 */
export function diffPartitioned(before: Table, after: Table, holder: Table, actual: Schema, desired: Schema): Change[] {
  const { name: table } = after
  const bare = asHolder(before, holder)
  const creates = newPartitions(after, holder, actual, desired)
  return [
    ...diffTable(before, asPlain(before, after), inherited(actual, before, desired, after)),
    { kind: 'guard_partition', table, whole: after, holder: bare },
    { kind: 'partition_table', table, whole: after, holder: bare, creates },
    { kind: 'analyze_table', table },
    ...unprovenPointers(after, actual, desired),
    ...diffTable(bare, holder, inherited(desired, bare, desired, holder)),
  ]
}

/** Tables that come with such a change, or out of it, and not by themselves. */
export function broughtAlong(
  partitioned: readonly Partitioning[],
  actual: Schema,
  desired: Schema,
): ReadonlySet<string> {
  return new Set(
    partitioned.flatMap(({ table, holder }) =>
      [
        holder,
        ...allPartitionsOf(desired, table)
          .map(({ name }) => name)
          .filter((name) => tableOf(actual, name) === undefined),
      ].map(nameKey),
    ),
  )
}

/** With who is going to own the partitions that the tables become, where the specs speak of that: whoever owns the tables. */
export function withHolderOwners(partitioned: readonly Partitioning[], actual: Schema, desired: Schema): Schema {
  if (partitioned.length === 0) return actual
  const wanted = new Set(desired.objects.map(refKey))
  const owners = partitioned.flatMap(({ table, holder }) =>
    attachedIn(actual.objects, { kind: 'table', name: table })
      .filter(({ kind }) => kind === 'owner')
      .map((object) => ({ ...object, name: holder, on: { kind: 'table' as const, name: holder } }))
      .filter((owner) => wanted.has(refKey(owner))),
  )
  return { ...actual, objects: [...actual.objects, ...owners] }
}

function newPartitions(after: Table, holder: Table, actual: Schema, desired: Schema): Table[] {
  return allPartitionsOf(desired, after.name).filter(
    ({ name }) => !sameName(name, holder.name) && tableOf(actual, name) === undefined,
  )
}

/** How a table is kept is the partition's business, which keeps the rows. */
function asPlain(before: Table, after: Table): Table {
  const { marks } = before.physical
  const names = [after.primaryKey, ...after.uniques, ...after.exclusions, ...after.indexes].map((one) => one?.name)
  const plain: IndexMarks = {
    replicaIdentity:
      typeof marks.replicaIdentity === 'object' && !names.includes(marks.replicaIdentity.index)
        ? 'full'
        : marks.replicaIdentity,
    cluster: marks.cluster !== null && names.includes(marks.cluster) ? marks.cluster : null,
  }
  return { ...after, partitionBy: null, physical: { ...before.physical, marks: plain } }
}

/** The old table as it is right after the exchange: all that it has is its whole's, but for how it keeps its rows. */
function asHolder({ physical }: Table, holder: Table): Table {
  const { replicaIdentity } = physical.marks
  return {
    ...holder,
    comment: null,
    columns: [],
    primaryKey: null,
    uniques: [],
    checks: [],
    exclusions: [],
    foreignKeys: [],
    indexes: [],
    physical: {
      ...physical,
      marks: { replicaIdentity: typeof replicaIdentity === 'object' ? 'default' : replicaIdentity, cluster: null },
    },
  }
}

/** Foreign keys of others, which come back NOT VALID with the exchange. */
function unprovenPointers({ name }: Table, actual: Schema, desired: Schema): Change[] {
  return pointersTo(actual, name)
    .filter((other) => !sameName(other.name, name))
    .flatMap((other) => {
      const wanted = tableOf(desired, other.name)?.foreignKeys ?? []
      return other.foreignKeys.flatMap((now): Change[] => {
        const definition = wanted.find((key) => key.name === now.name)
        if (definition === undefined || !sameName(now.references.table, name) || !now.validated) return []
        return [{ kind: 'validate_constraint', table: other.name, constraint: { kind: 'foreign_key', definition } }]
      })
    })
}
