import { sameValue } from '../../../lib/compare.ts'
import type { Diagnostic } from '../../../model/diagnostic.ts'
import { displayName, isQuarantined } from '../../../model/name.ts'
import { type Schema, tableOf } from '../../../model/schema.ts'
import type { Table } from '../../../model/table.ts'
import type { RejectedExpression } from '../../dialect.ts'
import type { Session } from '../../session.ts'
import { isInternal } from '../catalog/names.ts'
import { fold, isBalanced, tokenize, TokenError } from '../ddl/tokens.ts'
import { failure } from '../failures.ts'
import { introspect } from '../introspect.ts'
import { isConstantDefault } from '../words/columns.ts'
import { createIndex } from '../words/indexes.ts'
import { createTable } from '../words/tables.ts'
import { type Expression, expressionsOf, mapExpressions, spellTable } from './expressions.ts'
import { type Piece, takeApart } from './pieces.ts'
import { unsupported } from './unsupported.ts'

interface Built {
  readonly tables: readonly Table[]
  /** The same without what was refused. */
  readonly standing: readonly Table[]
  readonly rejected: readonly RejectedExpression[]
}

/**
 * To create a thing SQLite reads the list of all things, so thousands of tables are not built side by side: those of one
 * turn are gone when the next ones come.
 */
const tablesATurn = 50

/** The desired tables, built in `memory`, as the engine gives them back, and what it does not take. */
export async function buildDesired(memory: Session, desired: Schema, actual: Schema): Promise<Built> {
  // Parents may come later, and nothing is ever inserted.
  await memory.execute('pragma foreign_keys = off')
  // One transaction, or each savepoint would be one of its own.
  await memory.execute('begin')
  const turns = turnsOf(desired.tables)
  const parts: Built[] = []
  for (const tables of turns) {
    await memory.execute('savepoint turn')
    parts.push(await buildTurn(memory, tables, actual))
    await memory.execute('rollback to turn')
    await memory.execute('release turn')
  }
  await memory.execute('rollback')
  return {
    tables: parts.flatMap(({ tables }) => tables),
    standing: parts.flatMap(({ standing }) => standing),
    rejected: parts.flatMap(({ rejected }) => rejected),
  }
}

/** Two things of one name have to meet, so that the engine says so. */
function turnsOf(tables: readonly Table[]): (readonly Table[])[] {
  const names = tables.flatMap(({ name, indexes }) => [name.name, ...indexes.map((index) => index.name)]).map(fold)
  if (new Set(names).size < names.length) return [tables]
  return Array.from({ length: Math.ceil(tables.length / tablesATurn) }, (_, turn) =>
    tables.slice(turn * tablesATurn, (turn + 1) * tablesATurn),
  )
}

async function buildTurn(memory: Session, wanted: readonly Table[], actual: Schema): Promise<Built> {
  const rejected: RejectedExpression[] = []
  const leftOut: { table: Table; pieces: readonly Piece[] }[] = []
  for (const table of wanted) {
    rejected.push(...unsupported(table))
    const readable = withoutUnreadable(table, rejected)
    const spelled = spellTable(readable)
    const refused = await build(memory, spelled)
    rejected.push(...refused.map(({ piece, error }) => rejection(table, piece, error, tableOf(actual, table.name))))
    leftOut.push({ table: spelled, pieces: refused.map(({ piece }) => piece) })
  }
  const built = await introspect(memory)
  // What was refused stays in, as it is spelled: an application's own function exists where the application runs.
  const tables = leftOut.map(({ table, pieces }) =>
    pieces.reduce((now, piece) => piece.add(now), tableOf(built, table.name) ?? table),
  )
  return { tables, standing: built.tables, rejected }
}

/** An expression that is no SQL at all must not get near a statement: `1)); drop table t; --`. */
function withoutUnreadable(table: Table, rejected: RejectedExpression[]): Table {
  const unreadable = new Set<string>()
  for (const expression of expressionsOf(table)) {
    const problem = problemOf(expression.text)
    if (problem === null || unreadable.has(expression.text)) continue
    unreadable.add(expression.text)
    rejected.push(unreadableExpression(table, expression, problem))
  }
  return unreadable.size === 0 ? table : mapExpressions(table, (text) => (unreadable.has(text) ? 'null' : text))
}

function problemOf(text: string): string | null {
  try {
    const tokens = tokenize(text)
    if (tokens.length === 0) return 'it is empty'
    if (tokens.some(({ kind, text: symbol }) => kind === 'operator' && symbol === ';')) return 'it holds a semicolon'
    return isBalanced(tokens) ? null : 'its parentheses do not match'
  } catch (error) {
    if (error instanceof TokenError) return error.message
    throw error
  }
}

interface Refused {
  readonly piece: Piece
  readonly error: unknown
}

/** Creates the table and its indexes; what is refused is left out and returned. */
async function build(memory: Session, table: Table): Promise<readonly Refused[]> {
  if (isInternal(table.name.name) || isQuarantined(table.name.name)) return [reservedName(table)]
  const whole = await attempt(memory, table, true)
  if (whole === null) return []
  const { bare, pieces } = takeApart(table)
  const plain = await attempt(memory, bare, false)
  if (plain !== null) return [{ piece: firstColumn(table), error: plain }]
  const refused: Refused[] = []
  let good = bare
  for (const piece of pieces) {
    const more = piece.add(good)
    const error = await attempt(memory, more, false)
    if (error === null) good = more
    else refused.push({ piece, error })
  }
  const rest = await attempt(memory, good, true)
  return rest === null ? refused : [...refused, { piece: firstColumn(table), error: rest }]
}

/** Builds the table in a savepoint, which is kept on success when asked for. The error, or null. */
async function attempt(memory: Session, table: Table, keep: boolean): Promise<unknown> {
  await memory.execute('savepoint attempt')
  let failed: unknown = null
  try {
    await memory.execute(createTable(table).sql)
    // CREATE TABLE does not look into a default; to compile it does.
    for (const { default: value } of table.columns)
      if (value !== null && !isConstantDefault(value)) await memory.query(`explain select (${value})`)
    for (const index of table.indexes) await memory.execute(createIndex(table.name, index).sql)
  } catch (error) {
    failed = error
  }
  if (failed !== null || !keep) await memory.execute('rollback to attempt')
  await memory.execute('release attempt')
  return failed
}

function firstColumn(table: Table): Piece {
  return { kind: 'column', member: table.columns[0]?.name ?? '', add: () => table }
}

function reservedName(table: Table): Refused {
  const error = new Error('names that begin with sqlite_, _reconcile_ or _rq_ are reserved')
  return { piece: firstColumn(table), error }
}

/** Functions and collations of the application exist in its process, not in ours. */
const unknownHere = /^(?:no such function|unknown function|no such collation sequence)/

function rejection(table: Table, piece: Piece, error: unknown, actual: Table | undefined): RejectedExpression {
  const { code, message } = failure(error)
  const known = unknownHere.test(message) && actual !== undefined && isAlreadyThere(table, piece, actual)
  const what = `${displayName(table.name)}.${piece.member}`
  const diagnostic: Diagnostic = {
    id: known ? 'sqlite-unknown-function' : 'sqlite-rejected',
    severity: known ? 'warning' : 'error',
    message: known
      ? `${what} uses something that the application defines: ${message}; it is compared as it is spelled`
      : `SQLite does not accept ${what}: ${message}`,
    help: known
      ? 'Reconcile cannot build or change it: only the application can.'
      : 'Write it the way SQLite takes it, or give each engine its own: { postgres: …, sqlite: … }.',
    position: null,
    sqlState: code,
  }
  return { table: table.name, kind: piece.kind, member: piece.member, diagnostic }
}

/** Whether the actual table has the piece already, spelled the same: taking it away and adding it changes nothing. */
function isAlreadyThere(table: Table, piece: Piece, actual: Table): boolean {
  const { pieces } = takeApart(spellTable(table))
  const same = takeApart(actual).pieces.find(({ kind, member }) => kind === piece.kind && member === piece.member)
  const mine = pieces.find(({ kind, member }) => kind === piece.kind && member === piece.member)
  if (same === undefined || mine === undefined) return false
  const { bare } = takeApart(actual)
  return sameValue(same.add(bare), mine.add(bare))
}

function unreadableExpression(table: Table, { kind, member, text }: Expression, problem: string): RejectedExpression {
  return {
    table: table.name,
    kind,
    member,
    diagnostic: {
      id: 'sqlite-unreadable',
      severity: 'error',
      message: `${displayName(table.name)}.${member} is not an SQL expression: ${problem}: ${text}`,
      help: 'Write one SQL expression; quotes and parentheses have to be closed.',
      position: null,
      sqlState: null,
    },
  }
}
