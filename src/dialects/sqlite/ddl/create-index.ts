import { readTokens, splitAtCommas } from './reader.ts'
import { spellTokens } from './spelling.ts'
import { isWord, type Token, tokenize } from './tokens.ts'

export interface ParsedIndex {
  readonly name: string
  readonly table: string
  readonly unique: boolean
  readonly keys: readonly ParsedKey[]
  readonly where: string | null
}

export interface ParsedKey {
  /** The one identifier the key consists of, if it does: a column when the table has one of that name. */
  readonly word: string | null
  readonly expression: string
  readonly collation: string | null
  readonly descending: boolean
}

/** Reads the text of a CREATE INDEX statement as `sqlite_schema` keeps it. Throws `TokenError`. */
export function parseCreateIndex(sql: string): ParsedIndex {
  const reader = readTokens(tokenize(sql))
  reader.expect('create')
  const unique = reader.take('unique')
  reader.expect('index')
  reader.take('if', 'not', 'exists')
  let name = reader.name()
  if (reader.takeOperator('.')) name = reader.name()
  reader.expect('on')
  const table = reader.name()
  const keys = splitAtCommas(reader.parenthesized()).map(readKey)
  const where = reader.take('where') ? spellTokens(reader.rest()) : null
  return { name, table, unique, keys, where }
}

function readKey(tokens: readonly Token[]): ParsedKey {
  let rest = tokens
  if (isWord(rest.at(-2), 'nulls')) rest = rest.slice(0, -2)
  const descending = isWord(rest.at(-1), 'desc')
  if (descending || isWord(rest.at(-1), 'asc')) rest = rest.slice(0, -1)
  let collation: string | null = null
  // At the end, COLLATE belongs to the key; further in, it belongs to the expression.
  if (rest.length > 2 && isWord(rest.at(-2), 'collate')) {
    collation = rest.at(-1)?.value.toLowerCase() ?? null
    rest = rest.slice(0, -2)
  }
  const [only] = rest
  const word = rest.length === 1 && only !== undefined && only.kind !== 'number' ? only.value : null
  return { word, expression: spellTokens(rest), collation, descending }
}
