import type { Change, ChangeOf } from '../../model/change.ts'
import { mentions } from '../../model/mentions.ts'
import { sameName } from '../../model/name.ts'
import { type Schema, tableOf } from '../../model/schema.ts'
import { columnOf, type Table } from '../../model/table.ts'
import type { LowerContext } from '../dialect.ts'

/**
 * Whether a column can be exchanged for a new one: everything that hangs on it has to be of a kind that can be prepared on
 * the new one. Expressions cannot, since only the server may say what they are with another name in them.
 */
export function isExchangeable(
  { table, before, after }: ChangeOf<'change_type'>,
  changes: readonly Change[],
  { actual }: Pick<LowerContext, 'actual'>,
): boolean {
  const now = tableOf(actual, table)
  return (
    now !== undefined &&
    columnOf(now, before.name) !== undefined &&
    before.generated === null &&
    after.generated === null &&
    before.identity === after.identity &&
    before.notNull?.validated !== false &&
    !isFamily(now, actual) &&
    !hangsInText(now, before.name) &&
    !isMarked(now) &&
    !hasOwnPrivileges(actual, now, before.name) &&
    !changes.some((change) => isInTheWay(change, now, before.name))
  )
}

/** Rows of partitions and of tables that inherit are not only this table's. */
function isFamily({ name, partitionBy, partitionOf, inherits }: Table, { tables }: Schema): boolean {
  return (
    partitionBy !== null ||
    partitionOf !== null ||
    inherits.length > 0 ||
    tables.some((other) => other.inherits.some((parent) => sameName(parent, name)))
  )
}

function hangsInText({ columns, indexes, exclusions, primaryKey, uniques }: Table, column: string): boolean {
  const texts = [
    ...columns.flatMap(({ generated }) => (generated === null ? [] : [generated.expression])),
    ...indexes.flatMap(({ keys, where }) => [
      where ?? '',
      ...keys.flatMap(({ on }) => ('expression' in on ? [on.expression] : [])),
    ]),
    // No exclusion can be built beside writers (R12).
    ...exclusions.flatMap((exclusion) => [JSON.stringify(exclusion)]),
  ]
  const keys = [...(primaryKey === null ? [] : [primaryKey]), ...uniques]
  return (
    texts.some((text) => mentions(text, column)) ||
    keys.some(({ withoutOverlaps, columns: names }) => withoutOverlaps === true && names.includes(column)) ||
    // Operator classes and collations are of the old type.
    indexes.some(({ keys: parts }) =>
      parts.some(
        ({ on, opclass, collation }) =>
          'column' in on && on.column === column && (opclass !== null || collation !== null),
      ),
    )
  )
}

/** Marks are on indexes by name, and would stay with the old ones. */
function isMarked({ physical: { marks } }: Table): boolean {
  return typeof marks.replicaIdentity === 'object' || marks.cluster !== null
}

function hasOwnPrivileges({ objects }: Schema, { name }: Table, column: string): boolean {
  return objects.some(
    (object) =>
      object.kind === 'grant' &&
      object.on !== null &&
      object.on.kind === 'table' &&
      sameName(object.on.name, name) &&
      column in object.columns,
  )
}

/** Changes of what is prepared on the new column: one thing at a time. */
function isInTheWay(change: Change, { name }: Table, column: string): boolean {
  switch (change.kind) {
    case 'rename_table':
      return sameName(change.to, name)
    case 'rename_column':
    case 'rename_index':
    case 'rename_constraint':
    case 'change_collation':
    case 'change_generated':
    case 'change_identity':
    case 'run_backfill':
      return sameName(change.kind === 'run_backfill' ? change.backfill.table : change.table, name) && speaks(change)
    default:
      return (
        /^(drop|replace)_(primary_key|unique|check|foreign_key|exclusion|index)$/.test(change.kind) && speaks(change)
      )
  }

  function speaks(about: Change): boolean {
    return JSON.stringify(about).includes(JSON.stringify(column).slice(1, -1))
  }
}
