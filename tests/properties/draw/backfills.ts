import type { Backfill } from '../../../src/model/backfill.ts'
import type { Schema } from '../../../src/model/schema.ts'

const values: Readonly<Record<string, string>> = { label: "'none'", flag: 'true', at: 'CURRENT_TIMESTAMP', score: '5' }

/** Columns to fill, by numbers, where a key tells which rows had which values. */
export function drawnBackfills(
  schema: Schema,
  numbers: readonly number[],
  quote: (name: string) => string,
): Backfill[] {
  const columns = schema.tables
    .filter(
      ({ primaryKey, partitionOf, inherits }) => primaryKey !== null && partitionOf === null && inherits.length === 0,
    )
    .flatMap(({ name: table, columns: own }) =>
      own.flatMap(({ name, type, generated }) =>
        generated === null && values[name] !== undefined && type !== 'blob' ? [{ table, name }] : [],
      ),
    )
  const chosen = new Set(numbers.map((number) => columns[number % Math.max(1, columns.length)]))
  return [...chosen].flatMap((one): Backfill[] => {
    const expression = one === undefined ? undefined : values[one.name]
    if (one === undefined || expression === undefined) return []
    const { table, name } = one
    return [
      {
        name: `fill_${name}`,
        table,
        set: [{ column: name, expression }],
        where: `${quote(name)} is null`,
        batch: { rows: 2, targetMs: 200 },
      },
    ]
  })
}
