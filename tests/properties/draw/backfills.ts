import type { Backfill } from '../../../src/model/backfill.ts'
import { type ObjectName, sameName } from '../../../src/model/name.ts'
import type { Schema } from '../../../src/model/schema.ts'
import type { Table } from '../../../src/model/table.ts'
import type { Wanted } from '../wanted.ts'
import { pick } from './choice.ts'

type Quote = (name: string) => string

const values: Readonly<Record<string, string>> = { label: "'none'", flag: 'true', at: 'CURRENT_TIMESTAMP', score: '5' }

/**
 * Columns to fill, by numbers, where a key tells which rows had which values, and no other one, now or then, wants them to
 * differ.
 */
export function drawnBackfills(before: Schema, schema: Schema, numbers: readonly number[], quote: Quote): Backfill[] {
  const columns = schema.tables
    .filter((table) => isFilled(table, schema))
    .flatMap((table) => {
      const old = before.tables.find(({ name }) => sameName(name, table.name))
      const distinct = [table, ...(old === undefined ? [] : [old])].flatMap(distinctColumns)
      return table.columns.flatMap(({ name, type, generated }) => {
        const value = distinct.includes(name) ? undefined : values[name]
        return generated === null && value !== undefined && type !== 'blob' ? [{ table: table.name, name, value }] : []
      })
    })
  const chosen = new Set(numbers.map((number) => pick(columns, number)))
  return [...chosen].flatMap((one) =>
    one === undefined ? [] : [backfill(one.table, one.name, one.value, `${quote(one.name)} is null`)],
  )
}

function distinctColumns({ primaryKey, uniques, indexes }: Table): readonly string[] {
  const unique = indexes.filter((index) => index.unique)
  return [
    ...(primaryKey?.columns ?? []),
    ...uniques.flatMap(({ columns }) => columns),
    ...unique.flatMap(({ keys }) => keys.flatMap(({ on }) => ('column' in on ? [on.column] : []))),
  ]
}

/** Another label for the rows that have one which the enum loses. */
export function relabellings(before: Schema, { schema, enumRenames }: Wanted, quote: Quote): Backfill[] {
  const kept = new Set(schema.enums.flatMap(({ labels }) => labels))
  const labels = before.enums.flatMap((type) => type.labels)
  const lost = labels.filter((label) => !kept.has(label) && !enumRenames.some(({ from }) => from === label))
  const [to] = labels.filter((label) => kept.has(label))
  if (lost.length === 0 || to === undefined) return []
  const texts = (all: readonly string[]): string => all.map((label) => `'${label.replaceAll("'", "''")}'`).join(', ')
  return schema.tables
    .filter((table) => isFilled(table, schema))
    .flatMap(({ name: table, columns }) =>
      columns
        .filter(({ type }) => schema.enums.some(({ name }) => type === `${name.schema}.${name.name}`))
        .map(({ name }) => backfill(table, name, texts([to]), `${quote(name)}::text in (${texts(lost)})`)),
    )
}

/** A key tells its rows apart, which are nobody else's. */
function isFilled({ name, primaryKey, partitionOf, inherits }: Table, { tables }: Schema): boolean {
  const isAlone = inherits.length === 0 && !tables.some((other) => other.inherits.some((one) => sameName(one, name)))
  return primaryKey !== null && partitionOf === null && isAlone
}

function backfill(table: ObjectName, column: string, expression: string, where: string): Backfill {
  return { name: `fill_${column}`, table, set: [{ column, expression }], where, batch: { rows: 2, targetMs: 200 } }
}
