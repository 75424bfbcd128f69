import { readTokens } from './reader.ts'
import { isOperator, isWord, tokenize } from './tokens.ts'

export interface ParsedTrigger {
  readonly table: string
  readonly event: 'insert' | 'update' | 'delete'
  /** A column of the table that the text names, when it names one. */
  readonly column: string | null
}

/** Reads the head of a CREATE TRIGGER statement as `sqlite_schema` keeps it. Throws `TokenError`. */
export function parseCreateTrigger(sql: string): ParsedTrigger {
  const tokens = tokenize(sql)
  const reader = readTokens(tokens)
  reader.expect('create')
  reader.expect('trigger')
  reader.take('if', 'not', 'exists')
  reader.name()
  if (reader.takeOperator('.')) reader.name()
  if (!reader.take('instead', 'of') && !reader.take('before')) reader.take('after')
  const event = reader.take('insert') ? 'insert' : reader.take('delete') ? 'delete' : 'update'
  let column: string | null = null
  if (event === 'update') {
    reader.expect('update')
    if (reader.take('of')) {
      column = reader.name()
      while (reader.takeOperator(',')) reader.name()
    }
  }
  reader.expect('on')
  const table = reader.name()
  const image = tokens.findIndex((token, at) => isWord(token, 'new', 'old') && isOperator(tokens[at + 1], '.'))
  if (column === null && image !== -1) column = tokens[image + 2]?.value ?? null
  return { table, event, column }
}
