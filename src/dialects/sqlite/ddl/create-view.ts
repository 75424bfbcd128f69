import { readTokens } from './reader.ts'
import { startsOf, tokenize } from './tokens.ts'

export interface ParsedView {
  /** Null when the view does not name its columns. */
  readonly columns: readonly string[] | null
  /** As it was written. */
  readonly query: string
}

/** Reads the text of a CREATE VIEW statement as `sqlite_schema` keeps it. Throws `TokenError`. */
export function parseCreateView(sql: string): ParsedView {
  const tokens = tokenize(sql)
  const reader = readTokens(tokens)
  reader.expect('create')
  reader.expect('view')
  reader.take('if', 'not', 'exists')
  reader.name()
  if (reader.takeOperator('.')) reader.name()
  const columns = reader.take('as') ? null : reader.names()
  if (columns !== null) reader.expect('as')
  const start = startsOf(sql, tokens)[tokens.length - reader.rest().length] ?? sql.length
  return { columns, query: sql.slice(start).trim() }
}
