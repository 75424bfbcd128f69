import type { Column } from '../../model/column.ts'
import type { ObjectName } from '../../model/name.ts'
import type { DatabaseFailure } from '../dialect.ts'
import { hasSubquery } from '../has-subquery.ts'
import type { Session } from '../session.ts'
import { failure } from './failures.ts'
import { quote } from './words/quote.ts'

/** https://www.postgresql.org/docs/current/ddl-system-columns.html */
const systemColumn = /\b(?:tableoid|xmin|cmin|xmax|cmax|ctid)\b/i

/** See `Dialect.malformed`. The parameter has the server take one statement alone, whatever the text holds. */
export async function malformed(
  session: Session,
  { name }: ObjectName,
  columns: readonly Column[],
  text: string,
): Promise<DatabaseFailure | null> {
  const row = columns.map((column) => `null::${column.type} as ${quote(column.name)}`).join(', ')
  const sql = `explain select (${text}) from (select ${row}) as ${quote(name)} where $1::boolean`
  try {
    await session.transaction('read', { lockMs: 900, statementMs: 30_000 }, () => session.query(sql, [true]))
    return null
  } catch (error) {
    const found = failure(error)
    if (found.kind === 'lost') throw error
    // The other message of this code is about an attribute of a type, which may be yet to come.
    const isAbsent = found.code === '42703' && found.message.endsWith(' does not exist')
    const isColumn = isAbsent && !hasSubquery(text) && !systemColumn.test(found.message)
    return found.code === '42601' || isColumn ? found : null
  }
}
