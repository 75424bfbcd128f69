import type { Deferrable, ReferentialAction } from '../../../model/constraint.ts'
import { readTokens, splitAtCommas, type TokenReader } from './reader.ts'
import { spellTokens } from './spelling.ts'
import { isOperator, isWord, type Token, tokenize } from './tokens.ts'

export interface ParsedTable {
  readonly name: string
  readonly columns: readonly ParsedColumn[]
  /** Column-level and table-level ones alike, in the order of the text. */
  readonly constraints: readonly ParsedConstraint[]
  readonly strict: boolean
  readonly withoutRowid: boolean
  /** What the model has no place for, in words. */
  readonly extras: readonly string[]
}

export interface ParsedColumn {
  readonly name: string
  /** Lower case; empty when none is written. */
  readonly type: string
  readonly notNull: boolean
  readonly default: string | null
  readonly collation: string | null
  readonly generated: { readonly expression: string; readonly stored: boolean } | null
}

/** `name` is null when none is written; `owner` is the column it is written on, null at the table's end. */
export type ParsedConstraint = { readonly name: string | null; readonly owner: string | null } & (
  | {
      readonly kind: 'primary_key'
      readonly columns: readonly string[]
      readonly autoincrement: boolean
      readonly descending: boolean
    }
  | { readonly kind: 'unique'; readonly columns: readonly string[] }
  | { readonly kind: 'check'; readonly expression: readonly Token[] }
  | { readonly kind: 'foreign_key'; readonly columns: readonly string[]; readonly references: ParsedReference }
)

interface ParsedReference {
  readonly table: string
  /** Empty: the parent's primary key. */
  readonly columns: readonly string[]
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
  deferrable: Deferrable
}

/** Reads the text of a CREATE TABLE statement as `sqlite_schema` keeps it. Throws `TokenError`. */
export function parseCreateTable(sql: string): ParsedTable {
  const reader = readTokens(tokenize(sql))
  reader.expect('create')
  if (!reader.take('temp')) reader.take('temporary')
  reader.expect('table')
  reader.take('if', 'not', 'exists')
  let name = reader.name()
  if (reader.takeOperator('.')) name = reader.name()
  const columns: ParsedColumn[] = []
  const constraints: ParsedConstraint[] = []
  const extras: string[] = []
  for (const part of splitAtCommas(reader.parenthesized())) {
    if (isWord(part[0], 'constraint', 'primary', 'unique', 'check', 'foreign')) {
      readTableConstraints(readTokens(part), constraints, extras)
    } else {
      columns.push(readColumn(readTokens(part), constraints, extras))
    }
  }
  const options = reader.rest()
  const strict = options.some((token) => isWord(token, 'strict'))
  const withoutRowid = options.some((token) => isWord(token, 'without'))
  for (const { kind, owner, ...rest } of constraints) {
    if (kind !== 'primary_key' || !('descending' in rest) || !rest.descending) continue
    const column = columns.find((one) => one.name === owner)
    // An integer that may be NULL, of all things: the words know no other way to make one (lang_createtable.html §5).
    if (column?.type === 'integer' && !column.notNull && !strict && !withoutRowid) continue
    extras.push(`descending primary key on ${owner ?? ''}`)
  }
  return { name, columns, constraints, strict, withoutRowid, extras }
}

function readColumn(reader: TokenReader, constraints: ParsedConstraint[], extras: string[]): ParsedColumn {
  const owner = reader.name()
  const type = readType(reader)
  let column: ParsedColumn = { name: owner, type, notNull: false, default: null, collation: null, generated: null }
  let name: string | null = null
  let reference: ParsedReference | null = null
  const onConflict = (what: string): void => readOnConflict(reader, `${what} on ${owner}`, extras)
  while (!reader.done()) {
    if (reader.take('constraint')) {
      name = reader.name()
      continue
    }
    if (reader.take('primary', 'key')) {
      const descending = readDirection(reader)
      onConflict('primary key')
      const autoincrement = reader.take('autoincrement')
      constraints.push({ kind: 'primary_key', name, owner, columns: [owner], autoincrement, descending })
    } else if (reader.take('not', 'null')) {
      onConflict('not null')
      column = { ...column, notNull: true }
    } else if (reader.take('null')) {
      onConflict('null')
    } else if (reader.take('unique')) {
      onConflict('unique')
      constraints.push({ kind: 'unique', name, owner, columns: [owner] })
    } else if (reader.take('check')) {
      constraints.push({ kind: 'check', name, owner, expression: reader.parenthesized() })
    } else if (reader.take('default')) {
      column = { ...column, default: readDefault(reader) }
    } else if (reader.take('collate')) {
      column = { ...column, collation: reader.name().toLowerCase() }
    } else if (reader.take('references')) {
      reference = readReference(reader)
      constraints.push({ kind: 'foreign_key', name, owner, columns: [owner], references: reference })
    } else if (isWord(reader.peek(), 'deferrable', 'not', 'initially')) {
      const deferrable = readDeferrable(reader)
      if (reference !== null) reference.deferrable = deferrable
    } else {
      reader.take('generated', 'always')
      reader.expect('as')
      const expression = spellTokens(reader.parenthesized())
      const stored = reader.take('stored')
      if (!stored) reader.take('virtual')
      column = { ...column, generated: { expression, stored } }
    }
    name = null
  }
  return column
}

/** Commas between table constraints are optional in SQLite. */
function readTableConstraints(reader: TokenReader, constraints: ParsedConstraint[], extras: string[]): void {
  let name: string | null = null
  while (!reader.done()) {
    if (reader.take('constraint')) {
      name = reader.name()
      continue
    }
    if (reader.take('primary', 'key')) {
      const { columns, plain, autoincrement } = readKey(reader)
      if (!plain) extras.push('primary key with a collation or direction of its own')
      readOnConflict(reader, 'primary key', extras)
      constraints.push({ kind: 'primary_key', name, owner: null, columns, autoincrement, descending: false })
    } else if (reader.take('unique')) {
      const { columns, plain } = readKey(reader)
      if (!plain) extras.push(`unique (${columns.join(', ')}) with a collation or direction of its own`)
      readOnConflict(reader, `unique (${columns.join(', ')})`, extras)
      constraints.push({ kind: 'unique', name, owner: null, columns })
    } else if (reader.take('check')) {
      constraints.push({ kind: 'check', name, owner: null, expression: reader.parenthesized() })
      readOnConflict(reader, 'check', extras)
    } else {
      reader.expect('foreign', 'key')
      const columns = reader.names()
      reader.expect('references')
      const references = readReference(reader)
      references.deferrable = readDeferrable(reader)
      constraints.push({ kind: 'foreign_key', name, owner: null, columns, references })
    }
    name = null
  }
}

const columnConstraintWords = [
  'constraint',
  'primary',
  'not',
  'null',
  'unique',
  'check',
  'default',
  'collate',
  'references',
  'as',
  'deferrable',
  'initially',
]

/** A declared type is any run of words, with up to two numbers in parentheses. */
function readType(reader: TokenReader): string {
  const tokens: Token[] = []
  while (!reader.done()) {
    const token = reader.peek()
    if (isWord(token, ...columnConstraintWords)) break
    if (isWord(token, 'generated') && isWord(reader.peek(1), 'always')) break
    tokens.push(reader.next())
  }
  return tokens
    .map((token, at) => {
      const glued =
        at === 0 || isGlue(token) || isOperator(tokens[at - 1], '(') || /^[-+,]$/.test(tokens[at - 1]?.text ?? '')
      return (glued ? '' : ' ') + token.value.toLowerCase()
    })
    .join('')
}

function isGlue(token: Token): boolean {
  return token.kind === 'operator' && ['(', ')', ','].includes(token.text)
}

/** The text of a default, `null` when it is none. A bare word other than a literal is a string to SQLite. */
function readDefault(reader: TokenReader): string | null {
  const first = reader.peek()
  if (isOperator(first, '(')) return withoutNull(spellTokens(reader.parenthesized()))
  const sign = isOperator(first, '-') || isOperator(first, '+') ? reader.next().text : ''
  const token = reader.next()
  if (token.kind === 'quoted') return `'${token.value.replaceAll("'", "''")}'`
  const literal = /^(null|true|false|current_time|current_date|current_timestamp)$/i
  if (token.kind === 'word' && !literal.test(token.text)) return `'${token.value}'`
  return withoutNull(sign + spellTokens([token]))
}

function withoutNull(text: string): string | null {
  return text === 'null' ? null : text
}

function readReference(reader: TokenReader): ParsedReference {
  const table = reader.name()
  const columns = isOperator(reader.peek(), '(') ? reader.names() : []
  let onDelete: ReferentialAction = 'no_action'
  let onUpdate: ReferentialAction = 'no_action'
  for (;;) {
    if (reader.take('match')) reader.name()
    else if (reader.take('on', 'delete')) onDelete = readAction(reader)
    else if (reader.take('on', 'update')) onUpdate = readAction(reader)
    else if (reader.take('on', 'insert')) readAction(reader)
    else return { table, columns, onDelete, onUpdate, deferrable: 'no' }
  }
}

function readAction(reader: TokenReader): ReferentialAction {
  if (reader.take('set', 'null')) return 'set_null'
  if (reader.take('set', 'default')) return 'set_default'
  if (reader.take('cascade')) return 'cascade'
  if (reader.take('restrict')) return 'restrict'
  reader.expect('no', 'action')
  return 'no_action'
}

/** Only DEFERRABLE INITIALLY DEFERRED defers anything (foreignkeys.html §4.2). */
function readDeferrable(reader: TokenReader): Deferrable {
  const refused = reader.take('not', 'deferrable')
  const allowed = !refused && reader.take('deferrable')
  if (!reader.take('initially')) return 'no'
  const deferred = reader.take('deferred')
  if (!deferred) reader.expect('immediate')
  return allowed && deferred ? 'initially_deferred' : 'no'
}

function readKey(reader: TokenReader): { columns: string[]; plain: boolean; autoincrement: boolean } {
  const columns: string[] = []
  let plain = true
  let autoincrement = false
  for (const part of splitAtCommas(reader.parenthesized())) {
    const inner = readTokens(part)
    columns.push(inner.name())
    while (!inner.done()) {
      if (inner.take('autoincrement')) {
        autoincrement = true
      } else if (!inner.take('asc')) {
        inner.next()
        plain = false
      }
    }
  }
  return { columns, plain, autoincrement }
}

function readDirection(reader: TokenReader): boolean {
  if (reader.take('desc')) return true
  reader.take('asc')
  return false
}

function readOnConflict(reader: TokenReader, what: string, extras: string[]): void {
  if (!reader.take('on', 'conflict')) return
  const resolution = reader.name().toLowerCase()
  if (resolution !== 'abort') extras.push(`${what} on conflict ${resolution}`)
}
