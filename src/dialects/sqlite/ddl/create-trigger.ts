import type { Trigger } from '../../../model/objects/trigger.ts'
import { dedented } from './layout.ts'
import { readTokens, type TokenReader } from './reader.ts'
import { spellTokens } from './spelling.ts'
import { isOperator, isWord, startsOf, type Token, tokenize, TokenError } from './tokens.ts'

export interface ParsedTrigger {
  readonly name: string
  readonly table: string
  readonly timing: Trigger['timing']
  readonly event: 'insert' | 'update' | 'delete'
  readonly columns: readonly string[]
  readonly when: string | null
  /** What stands between BEGIN and END. */
  readonly body: string
}

/** Reads the text of a CREATE TRIGGER statement as `sqlite_schema` keeps it. Throws `TokenError`. */
export function parseCreateTrigger(sql: string): ParsedTrigger {
  const tokens = tokenize(sql)
  const reader = readTokens(tokens)
  reader.expect('create')
  reader.expect('trigger')
  reader.take('if', 'not', 'exists')
  let name = reader.name()
  if (reader.takeOperator('.')) name = reader.name()
  const timing = readTiming(reader)
  const event = reader.take('insert') ? 'insert' : reader.take('delete') ? 'delete' : 'update'
  const columns: string[] = []
  if (event === 'update') {
    reader.expect('update')
    if (reader.take('of')) {
      do columns.push(reader.name())
      while (reader.takeOperator(','))
    }
  }
  reader.expect('on')
  const table = reader.name()
  reader.take('for', 'each', 'row')
  const condition = reader.take('when') ? readCondition(reader) : null
  reader.expect('begin')
  const inside = reader.rest()
  const end = inside.at(-1)
  if (!isWord(end, 'end')) throw new TokenError(`expected end instead of ${end?.text ?? 'nothing'}`)
  const starts = startsOf(sql, tokens)
  const begin = (starts[tokens.length - inside.length - 1] ?? 0) + 'begin'.length
  return {
    name,
    table,
    timing,
    event,
    columns,
    when: condition === null ? null : spellTokens(condition),
    body: dedented(sql.slice(begin, starts.at(-1))),
  }
}

/** BEFORE where nothing is said (lang_createtrigger.html). */
function readTiming(reader: TokenReader): Trigger['timing'] {
  if (reader.take('instead', 'of')) return 'instead_of'
  if (reader.take('after')) return 'after'
  reader.take('before')
  return 'before'
}

/** Up to BEGIN, which may also be the name of a column: `new.begin`. */
function readCondition(reader: TokenReader): readonly Token[] {
  const condition: Token[] = []
  let depth = 0
  for (let token = reader.peek(); ; token = reader.peek()) {
    if (depth === 0 && isWord(token, 'begin') && !isOperator(condition.at(-1), '.')) return condition
    if (isOperator(token, '(')) depth += 1
    if (isOperator(token, ')')) depth -= 1
    condition.push(reader.next())
  }
}
