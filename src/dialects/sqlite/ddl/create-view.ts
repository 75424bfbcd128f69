import { readTokens } from './reader.ts'
import { spellTokens } from './spelling.ts'
import { tokenize } from './tokens.ts'

/**
 * The query of a CREATE VIEW statement as `sqlite_schema` keeps it, as it was written; null for a view that names its
 * columns, which the model has no room for. Throws `TokenError`.
 */
export function queryOfView(sql: string): string | null {
  const tokens = tokenize(sql)
  const reader = readTokens(tokens)
  reader.expect('create')
  reader.expect('view')
  reader.take('if', 'not', 'exists')
  reader.name()
  if (reader.takeOperator('.')) reader.name()
  if (!reader.take('as')) return null
  const query = reader.rest()
  const head = tokens.slice(0, tokens.length - query.length)
  const start = head.reduce((at, { text }) => sql.indexOf(text, at) + text.length, 0)
  // A comment in the head may hold what looks like a part of it.
  return /--|\/\*/.test(sql.slice(0, start)) ? spellTokens(query) : sql.slice(start).trim()
}
