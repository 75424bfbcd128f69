import type { Column } from '../../model/column.ts'
import type { ObjectName } from '../../model/name.ts'
import type { DatabaseFailure } from '../dialect.ts'
import { type ExpressionScope, isNobodys, tablesMeant } from '../expression-scope.ts'
import type { Session } from '../session.ts'
import { failure } from './failures.ts'
import { quote } from './words/quote.ts'

/** https://www.postgresql.org/docs/current/ddl-system-columns.html */
const systemColumn = /\b(?:tableoid|xmin|cmin|xmax|cmax|ctid)\b/i
/** Another message of the code is about an attribute of a type, which may be yet to come. */
const absent = /^(?:column|relation) "?(.+?)"? does not exist$/
/** Whatever else there is by then, the subquery does not read from it. */
const outOfScope = /FROM-clause entry for table/

/** See `Dialect.malformed`. The parameter has the server take one statement alone, whatever the text holds. */
export async function malformed(
  session: Session,
  table: ObjectName,
  columns: readonly Column[],
  text: string,
  scope: ExpressionScope,
): Promise<DatabaseFailure | null> {
  const asked = `select (${text}) from (select ${rowOf(columns)}) as ${quote(table.name)} where $1::boolean`
  const found = await failureOf(session, `explain ${asked}`)
  if (found === null || found.code === '42601') return found
  if (!isAbsent(found)) return null
  // In place of the tables that are there, which may be about to change.
  const others = tablesMeant(text, scope).map((other) => `${quote(other.name)} as (select ${rowOf(other.columns)})`)
  const then = others.length === 0 ? found : await failureOf(session, `explain with ${others.join(', ')} ${asked}`)
  if (then === null || !isAbsent(then)) return null
  const [, missing] = absent.exec(then.message) ?? []
  return missing === undefined || isNobodys(missing, text, table, scope) ? then : null
}

function rowOf(columns: readonly Column[]): string {
  return columns.map((column) => `null::${column.type} as ${quote(column.name)}`).join(', ')
}

async function failureOf(session: Session, sql: string): Promise<DatabaseFailure | null> {
  try {
    await session.transaction('read', { lockMs: 900, statementMs: 30_000 }, () => session.query(sql, [true]))
    return null
  } catch (error) {
    const found = failure(error)
    if (found.kind === 'lost') throw error
    return found
  }
}

function isAbsent({ code, message }: DatabaseFailure): boolean {
  if (code === '42P01' && outOfScope.test(message)) return true
  return (code === '42703' || code === '42P01') && absent.test(message) && !systemColumn.test(message)
}
