import type { Diagnostic } from '../model/diagnostic.ts'
import { displayName, isQuarantined, sameName } from '../model/name.ts'
import { refKey } from '../model/object-ref.ts'
import type { SchemaObject } from '../model/object.ts'
import { childrenOf, type Schema } from '../model/schema.ts'
import type { Table } from '../model/table.ts'

/** Why a plain table cannot become a partition of the table that takes its name, and what to do about it. */
export function refusedPartitioning(
  before: Table,
  after: Table,
  holder: Table,
  actual: Schema,
  desired: Schema,
): Diagnostic[] {
  const shown = displayName(after.name)
  const kept = displayName(holder.name)
  const refused = (why: string, help: string): Diagnostic => ({
    id: 'cannot-be-partitioned',
    severity: 'error',
    message: `table ${shown} cannot become the partition ${kept} of itself: ${why}`,
    help,
    position: null,
    sqlState: null,
  })
  const aside = before.columns.find(({ name }) => isQuarantined(name))
  const family = [...before.inherits, ...childrenOf(actual, before.name).map(({ name }) => name)][0]
  const unproven = [...after.checks, ...after.foreignKeys].find(
    ({ validated, enforced }) => !validated && enforced !== false,
  )
  const itself = after.foreignKeys.find(({ references }) => sameName(references.table, after.name))
  // PostgreSQL compares no such indexes (CompareIndexInfo), so ATTACH would build another one under its lock.
  const apart = [
    ...after.exclusions,
    ...[after.primaryKey, ...after.uniques].filter((key) => key?.withoutOverlaps === true),
  ][0]
  const transition = desired.objects.find((object) => isOn(object, after) && hasTransition(object))
  return [
    ...(before.partitionBy === null && before.partitionOf === null
      ? []
      : [refused('it is part of a partitioned table already', `detach it in a change of its own first`)]),
    ...(holder.partitionBy === null
      ? []
      : [
          refused(
            `${kept} is partitioned itself`,
            `leave partition_by out of ${kept}, which keeps the rows as they are`,
          ),
        ]),
    ...(/^FOR VALUES WITH \(modulus (?!1,)/i.test(holder.partitionOf?.bound ?? '')
      ? [
          refused(
            `${kept} takes but a part of the rows`,
            `let it take all of them, ${kept}: { renamed_from: ${after.name.name}, modulus: 1, remainder: 0 }; the rows can be spread over more partitions only by copying them`,
          ),
        ]
      : []),
    ...(aside === undefined
      ? []
      : [refused(`its column ${aside.name} was put aside by an earlier change`, '`reconcile purge` it first')]),
    ...(family === undefined
      ? []
      : [
          refused(
            `it inherits, or is inherited from (${displayName(family)})`,
            'end that in a change of its own first',
          ),
        ]),
    ...(unproven === undefined
      ? []
      : [
          refused(
            `${unproven.name} is NOT VALID`,
            `validate it first, in a change of its own: leave out validated: false`,
          ),
        ]),
    ...(itself === undefined
      ? []
      : [
          refused(
            `its foreign key ${itself.name} points to itself`,
            `leave ${itself.name} out of this change, and declare it again in the next one`,
          ),
        ]),
    ...(apart === undefined || apart === null
      ? []
      : [
          refused(
            `${apart.name} keeps rows from overlapping, and PostgreSQL would build it anew under the lock`,
            `declare ${apart.name} for ${kept} and the other partitions instead, where it holds for each by itself`,
          ),
        ]),
    ...(transition === undefined
      ? []
      : [
          refused(
            `its trigger ${transition.name.name} has transition tables for each row`,
            'let it be for each statement: no partitioned table may have one for each row',
          ),
        ]),
  ]
}

function isOn({ on }: SchemaObject, { name }: Table): boolean {
  return on !== null && refKey(on) === refKey({ kind: 'table', name })
}

function hasTransition(object: SchemaObject): boolean {
  return (
    object.kind === 'trigger' &&
    object.forEach === 'row' &&
    (object.referencing.old !== null || object.referencing.new !== null)
  )
}
