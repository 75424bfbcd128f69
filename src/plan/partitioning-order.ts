import type { Change } from '../model/change.ts'
import { withInner, innerChanges } from '../model/changes-of.ts'
import type { Constraint, ForeignKey } from '../model/constraint.ts'
import { nameKey, type ObjectName, sameName } from '../model/name.ts'
import { foreignKeyOf } from './uses.ts'
import { subjectOf } from './subject.ts'

/** True for the change by which a plain table becomes a partitioned one, and for what makes it ready. */
export function isPartitioning({ kind }: Change): boolean {
  return kind === 'partition_table' || kind === 'guard_partition'
}

/** Tables that the change partitions. */
export function partitioned(change: Change): ObjectName[] {
  return innerChanges(change).flatMap((one) => (one.kind === 'partition_table' ? [one.table] : []))
}

/** Partitions that are there only after the change. */
export function partitionsBy(change: Change): ObjectName[] {
  return innerChanges(change).flatMap((one) =>
    one.kind === 'partition_table' ? [one.holder, ...one.creates].map(({ name }) => name) : [],
  )
}

/** Tells what can be made only once a table is partitioned: what is about its partitions, and foreign keys to it. */
export function afterPartitioning(changes: readonly Change[]): (change: Change) => boolean {
  const exchanges = withInner(changes).filter((change) => change.kind === 'partition_table')
  if (exchanges.length === 0) return () => false
  const parts = new Set(exchanges.flatMap(partitionsBy).map(nameKey))
  return (change) => {
    const key = change.kind === 'validate_constraint' ? foreignKeyIn(change.constraint) : foreignKeyOf(change)
    if (parts.has(nameKey(subjectOf(change)))) return !isPartitioning(change)
    return (
      key !== null &&
      exchanges.some(({ table }) => sameName(table, key.references.table) && !sameName(table, subjectOf(change)))
    )
  }
}

export function foreignKeyIn(constraint: Constraint): ForeignKey | null {
  return constraint.kind === 'foreign_key' ? constraint.definition : null
}
