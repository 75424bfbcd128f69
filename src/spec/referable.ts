import { compareText } from '../lib/compare.ts'
import type { PrimaryKey, Unique } from '../model/constraint.ts'
import { nameKey } from '../model/name.ts'
import type { Table } from '../model/table.ts'

/**
 * Why no foreign key can refer to these columns; null when one can. The engine wants a primary key, unique constraint or
 * plain unique index, and for a key with PERIOD one without overlaps. A partition has the keys of its table, which is
 * among `tables`.
 */
export function unreferable(
  table: Table,
  columns: readonly string[],
  period: boolean,
  tables: ReadonlyMap<string, Table>,
): string | null {
  const reason = ownReason(table, columns, period)
  const parent = table.partitionOf === null ? undefined : tables.get(nameKey(table.partitionOf.table))
  return reason === null || parent === undefined ? reason : unreferable(parent, columns, period, tables)
}

function ownReason(table: Table, columns: readonly string[], period: boolean): string | null {
  const wanted = asSet(columns)
  const found = [table.primaryKey, ...table.uniques].filter((key) => key !== null && asSet(key.columns) === wanted)
  const indexed = table.indexes
    .filter(({ unique, where }) => unique && where === null)
    .some(({ keys }) => asSet(keys.map(({ on }) => ('column' in on ? on.column : '\u0000'))) === wanted)
  if (indexed && !period) return null
  const reasons = found.map((key) => (key === null ? null : unfit(key, period)))
  return reasons.includes(null) ? null : (reasons[0] ?? 'is neither its primary key nor unique')
}

function unfit({ deferrable = 'no', withoutOverlaps }: PrimaryKey | Unique, period: boolean): string | null {
  if (deferrable !== 'no') return 'is deferrable, and PostgreSQL lets no foreign key point there'
  if (withoutOverlaps === true && !period) return 'is without_overlaps, where only a key with `period` can point'
  return period && withoutOverlaps !== true ? 'is not without_overlaps, which `period` needs' : null
}

function asSet(columns: readonly string[]): string {
  return [...columns].sort(compareText).join('\u0000')
}
