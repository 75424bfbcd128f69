import { compareText } from '../lib/compare.ts'
import type { Table } from '../model/table.ts'

/** Whether a foreign key can refer to these columns: the engine wants a primary key, unique constraint or plain unique index. */
export function isReferable(table: Table, columns: readonly string[]): boolean {
  const keys: readonly (readonly string[])[] = [
    ...(table.primaryKey === null ? [] : [table.primaryKey.columns]),
    ...table.uniques.filter(({ deferrable }) => deferrable === 'no').map((unique) => unique.columns),
    ...table.indexes
      .filter(({ unique, where }) => unique && where === null)
      .map(({ keys: parts }) => parts.map(({ on }) => ('column' in on ? on.column : '\u0000'))),
  ]
  const wanted = asSet(columns)
  return keys.some((key) => asSet(key) === wanted)
}

function asSet(columns: readonly string[]): string {
  return [...columns].sort(compareText).join('\u0000')
}
