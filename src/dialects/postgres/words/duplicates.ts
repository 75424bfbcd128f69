import type { Query } from '../../../model/statement.ts'
import { quote } from './quote.ts'

/** Offenders shown; more would not help anybody. */
export const most = 20

export interface UniqueKey {
  readonly name: string
  /** SQL: a column's name as `quote` writes it, or an expression. */
  readonly keys: readonly string[]
  readonly where: string | null
  readonly nullsNotDistinct: boolean
}

/** Keys that several rows have, of a table or a query under its own name, by which expressions may call it. */
export function duplicateKeys(
  source: string,
  shown: string,
  { name, keys, where, nullsNotDistinct }: UniqueKey,
  help = 'Keep one row of each key (merge or delete the others), then plan again.',
): Query {
  const expressions = keys.map((key) => `(${key})`)
  const named = expressions.map((expression, position) => `${expression} as ${labelOf(keys[position] ?? '')}`)
  const conditions = [
    ...(where === null ? [] : [`(${where})`]),
    ...(nullsNotDistinct ? [] : expressions.map((key) => `${key} is not null`)),
  ]
  return {
    sql: `select ${named.join(', ')}, count(*)::int as rows
from ${source}${conditions.length === 0 ? '' : `\nwhere ${conditions.join(' and ')}`}
group by ${expressions.map((_, position) => position + 1).join(', ')} having count(*) > 1 order by count(*) desc
limit ${most}`,
    expect: 'no_rows',
    failure: `${shown} has rows with the same key for ${name}`,
    help,
  }
}

/** A quoted name is its own label; an expression is labelled with its text. */
function labelOf(key: string): string {
  return /^"(?:[^"]|"")*"$/.test(key) ? key : quote(key)
}
