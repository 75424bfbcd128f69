import type { Column } from '../../model/column.ts'
import type { ObjectName } from '../../model/name.ts'
import type { DatabaseFailure } from '../dialect.ts'
import { type ExpressionScope, isNobodys, tablesMeant } from '../expression-scope.ts'
import type { Session } from '../session.ts'
import { failure } from './failures.ts'
import { quote } from './words/quote.ts'

const isSyntax = /syntax error|unrecognized token|incomplete input|more than one statement/
const absent = /^no such (?:table|column): (?!(?:.*\.)?(?:rowid|oid|_rowid_)$)(.+)$/i

/** See `Dialect.malformed`. */
export async function malformed(
  session: Session,
  table: ObjectName,
  columns: readonly Column[],
  text: string,
  scope: ExpressionScope,
): Promise<DatabaseFailure | null> {
  const asked = `select (${text}) from (select ${rowOf(columns)}) as ${quote(table.name)}`
  const found = await failureOf(session, `explain ${asked}`)
  if (found === null || isSyntax.test(found.message)) return found
  if (!absent.test(found.message)) return null
  // In place of the tables that are there, which may be about to change.
  const others = tablesMeant(text, scope).map((other) => `${quote(other.name)} as (select ${rowOf(other.columns)})`)
  const then = others.length === 0 ? found : await failureOf(session, `explain with ${others.join(', ')} ${asked}`)
  const [, missing] = absent.exec(then?.message ?? '') ?? []
  return missing !== undefined && isNobodys(missing, text, table, scope) ? then : null
}

function rowOf(columns: readonly Column[]): string {
  return columns.map((column) => `null as ${quote(column.name)}`).join(', ')
}

async function failureOf(session: Session, sql: string): Promise<DatabaseFailure | null> {
  try {
    await session.query(sql)
    return null
  } catch (error) {
    const found = failure(error)
    if (found.kind === 'lost') throw error
    return found
  }
}
