import type { Diagnostic } from '../model/diagnostic.ts'
import { displayName, isQuarantined, sameName } from '../model/name.ts'
import { attachedIn } from '../model/object-list.ts'
import type { SchemaObject } from '../model/object.ts'
import { childrenOf, type Schema } from '../model/schema.ts'
import type { Table } from '../model/table.ts'
import { cannotBePartitioned, type Hindrance } from './cannot-be-partitioned.ts'

/** Why a plain table cannot become a partition of the table that takes its name, and what to do about it. */
export function refusedPartitioning(
  before: Table,
  after: Table,
  holder: Table,
  actual: Schema,
  desired: Schema,
): Diagnostic[] {
  return cannotBePartitioned(after.name, holder.name, [
    inTheTable(before),
    inItsFamily(before, actual),
    inTheHolder(after, holder),
    ...inItsRules(after, holder),
    inItsTriggers(after, desired),
  ])
}

function inTheTable({ partitionBy, partitionOf, columns }: Table): Hindrance | null {
  if (partitionBy !== null || partitionOf !== null)
    return { why: 'it is part of a partitioned table already', help: 'detach it in a change of its own first' }
  const aside = columns.find(({ name }) => isQuarantined(name))
  return aside === undefined
    ? null
    : { why: `its column ${aside.name} was put aside by an earlier change`, help: '`reconcile purge` it first' }
}

function inItsFamily({ name, inherits }: Table, actual: Schema): Hindrance | null {
  const [relative] = [...inherits, ...childrenOf(actual, name).map((child) => child.name)]
  return relative === undefined
    ? null
    : {
        why: `it inherits, or is inherited from (${displayName(relative)})`,
        help: 'end that in a change of its own first',
      }
}

function inTheHolder({ name }: Table, holder: Table): Hindrance | null {
  const kept = displayName(holder.name)
  if (holder.partitionBy !== null)
    return {
      why: `${kept} is partitioned itself`,
      help: `leave partition_by out of ${kept}, which keeps the rows as they are`,
    }
  return /^FOR VALUES WITH \(modulus (?!1,)/i.test(holder.partitionOf?.bound ?? '')
    ? {
        why: `${kept} takes but a part of the rows`,
        help: `let it take all of them, ${kept}: { renamed_from: ${name.name}, modulus: 1, remainder: 0 }; the rows can be spread over more partitions only by copying them`,
      }
    : null
}

function inItsRules(
  { name, primaryKey, uniques, checks, foreignKeys, exclusions }: Table,
  holder: Table,
): (Hindrance | null)[] {
  const unproven = [...checks, ...foreignKeys].find(({ validated, enforced }) => !validated && enforced !== false)
  const itself = foreignKeys.find(({ references }) => sameName(references.table, name))
  // PostgreSQL compares no such indexes (CompareIndexInfo), so ATTACH would build another one under its lock.
  const [apart] = [
    ...exclusions,
    ...[...(primaryKey === null ? [] : [primaryKey]), ...uniques].filter((key) => key.withoutOverlaps === true),
  ]
  return [
    unproven === undefined
      ? null
      : {
          why: `${unproven.name} is NOT VALID`,
          help: 'validate it first, in a change of its own: leave out validated: false',
        },
    itself === undefined
      ? null
      : {
          why: `its foreign key ${itself.name} points to itself`,
          help: `leave ${itself.name} out of this change, and declare it again in the next one`,
        },
    apart === undefined
      ? null
      : {
          why: `${apart.name} keeps rows from overlapping, and PostgreSQL would build it anew under the lock`,
          help: `declare ${apart.name} for ${displayName(holder.name)} and the other partitions instead, where it holds for each by itself`,
        },
  ]
}

function inItsTriggers({ name }: Table, { objects }: Schema): Hindrance | null {
  const transition = attachedIn(objects, { kind: 'table', name }).find(hasTransition)
  return transition === undefined
    ? null
    : {
        why: `its trigger ${transition.name.name} has transition tables for each row`,
        help: 'let it be for each statement: no partitioned table may have one for each row',
      }
}

function hasTransition(object: SchemaObject): boolean {
  return (
    object.kind === 'trigger' &&
    object.forEach === 'row' &&
    (object.referencing.old !== null || object.referencing.new !== null)
  )
}
