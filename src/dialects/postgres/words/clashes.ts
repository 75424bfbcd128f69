import type { Table } from '../../../model/table.ts'
import { qualify, quote } from './quote.ts'

/** Rows compared with each other are asked about only in tables of at most this size, unless an equality sorts them first. */
const few = 5_000

interface Element {
  /** SQL over the row. */
  readonly value: string
  /** The operator that must not hold between two rows for all elements at once. */
  readonly operator: string
}

/** Pairs of rows that exclude each other. NULL clashes with nothing. */
export function clashes(table: Table, elements: readonly Element[], where: string | null): string {
  const source = `${qualify(table.name)} as ${quote(table.name.name)}`
  const key = table.primaryKey?.columns ?? []
  const shown = key.length === 0 ? ['ctid::text'] : key.map((column) => `${quote(column)}::text`)
  const values = elements.map(({ value }, position) => `(${value}) as rq_${position + 1}`)
  const both = elements.map(({ operator }, position) => `a.rq_${position + 1} ${operator} b.rq_${position + 1}`)
  const bound = elements.some(({ operator }) => operator === '=')
    ? ''
    : `\n  and (select count(*) from (select from ${source} limit ${few + 1}) few) <= ${few}`
  return `with rows as (select ctid as rq_at, concat_ws(', ', ${shown.join(', ')}) as rq_row, ${values.join(', ')}
  from ${source}${where === null ? '' : ` where ${where}`})
select a.rq_row as row, b.rq_row as other from rows a join rows b on a.rq_at < b.rq_at
  and ${both.join(' and ')}${bound}`
}
