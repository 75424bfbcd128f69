import type { Column } from '../../model/column.ts'
import type { ObjectName } from '../../model/name.ts'
import type { DatabaseFailure } from '../dialect.ts'
import { hasSubquery } from '../has-subquery.ts'
import type { Session } from '../session.ts'
import { failure } from './failures.ts'
import { quote } from './words/quote.ts'

const isSyntax = /syntax error|unrecognized token|incomplete input|more than one statement/
const isColumn = /^no such column: (?!(?:.*\.)?(?:rowid|oid|_rowid_)$)/i

/** See `Dialect.malformed`. */
export async function malformed(
  session: Session,
  { name }: ObjectName,
  columns: readonly Column[],
  text: string,
): Promise<DatabaseFailure | null> {
  const row = columns.map((column) => `null as ${quote(column.name)}`).join(', ')
  try {
    await session.query(`explain select (${text}) from (select ${row}) as ${quote(name)}`)
    return null
  } catch (error) {
    const found = failure(error)
    if (found.kind === 'lost') throw error
    return isSyntax.test(found.message) || (isColumn.test(found.message) && !hasSubquery(text)) ? found : null
  }
}
