import type { Change } from '../model/change.ts'
import { partitionsOf } from '../model/family.ts'
import { collide } from '../model/bounds.ts'
import { nameKey, type ObjectName, sameName } from '../model/name.ts'
import { defaultBound, sameBound } from '../model/partition.ts'
import type { Schema } from '../model/schema.ts'
import type { Table } from '../model/table.ts'

/**
 * Partitions of one table whose bounds change, together with those that come and go: none of them can be attached before
 * the others have let go of their rows. Where no bound changes, and none that comes is in the way of one that goes, each comes
 * and goes by itself.
 */
export function rearranged(changes: readonly Change[], actual: Schema, desired: Schema): Change[] {
  return desired.tables.reduce((now: readonly Change[], table) => ofTable(now, table, actual, desired), changes).slice()
}

function ofTable(
  changes: readonly Change[],
  { name, partitionBy }: Table,
  actual: Schema,
  desired: Schema,
): readonly Change[] {
  if (partitionBy === null) return changes
  const there = partitionsOf(actual, name)
  const wanted = partitionsOf(desired, name)
  const changed = there.flatMap((before) => {
    const after = wanted.find((other) => sameName(other.name, before.name))
    return after !== undefined && !alike(before, after) ? [{ before, after }] : []
  })
  const isOf = ({ partitionOf }: Table): boolean => partitionOf !== null && sameName(partitionOf.table, name)
  const gone = changes.flatMap((change) => (change.kind === 'drop_table' && isOf(change.table) ? [change.table] : []))
  const added = changes.flatMap((change) =>
    change.kind === 'create_table' && isOf(change.table) ? [change.table] : [],
  )
  if (changed.length === 0 && !gone.some((old) => added.some((one) => areInTheWay(old, one)))) return changes
  const rest = there.find(
    (table) => isDefault(table) && !gone.includes(table) && changed.every(({ before }) => before !== table),
  )
  // The default partition may hold rows that another one is going to take.
  const beside = rest === undefined || changed.length + gone.length + added.length === 1 ? [] : [rest]
  const creates = withDescendants(added, changes)
  const created = new Set(creates.map((table) => nameKey(table.name)))
  return [
    ...changes.filter((change) => change.kind !== 'create_table' || !created.has(nameKey(change.table.name))),
    {
      kind: 'change_partitions',
      table: name,
      before: [...changed.map(({ before }) => before), ...gone, ...beside],
      after: [
        ...changed.map(({ before, after }) => ({ ...before, partitionOf: after.partitionOf })),
        ...added,
        ...beside,
      ],
      creates,
    },
  ]
}

/** New partitions that take rows over from the default one beside them: it lets go of them meanwhile, in one change. */
export function withClaimed(changes: readonly Change[], claims: readonly Table[], actual: Schema): readonly Change[] {
  return [...Map.groupBy(claims, ({ partitionOf }) => nameKey(partitionOf?.table ?? noTable)).values()].reduce(
    (now: readonly Change[], added): readonly Change[] => {
      const name = added[0]?.partitionOf?.table
      const rest = name === undefined ? undefined : partitionsOf(actual, name).find(isDefault)
      if (name === undefined || rest === undefined) return now
      const creates = withDescendants(added, now)
      const created = new Set(creates.map((table) => nameKey(table.name)))
      return [
        ...now.filter((change) => change.kind !== 'create_table' || !created.has(nameKey(change.table.name))),
        { kind: 'change_partitions', table: name, before: [rest], after: [...added, rest], creates },
      ]
    },
    changes,
  )
}

const noTable: ObjectName = { schema: '', name: '' }

/** Each behind what it is a partition of. */
function withDescendants(tables: readonly Table[], changes: readonly Change[]): Table[] {
  return tables.flatMap((table) => {
    const below = changes.flatMap((change) =>
      change.kind === 'create_table' &&
      change.table.partitionOf !== null &&
      sameName(change.table.partitionOf.table, table.name)
        ? [change.table]
        : [],
    )
    return [table, ...withDescendants(below, changes)]
  })
}

function alike({ partitionOf: a }: Table, { partitionOf: b }: Table): boolean {
  return a !== null && b !== null && sameBound(a.bound, b.bound)
}

function areInTheWay({ partitionOf: a }: Table, { partitionOf: b }: Table): boolean {
  return a !== null && b !== null && collide(a.bound, b.bound)
}

function isDefault({ partitionOf }: Table): boolean {
  return partitionOf?.bound === defaultBound
}
