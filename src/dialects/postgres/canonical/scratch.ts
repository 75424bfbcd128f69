import { ReconcileError } from '../../../lib/errors.ts'
import { nameKey, type ObjectName } from '../../../model/name.ts'
import type { EnumType } from '../../../model/schema.ts'
import type { Table } from '../../../model/table.ts'
import type { RejectedExpression } from '../../dialect.ts'
import type { Session } from '../../session.ts'
import { readScratchTables } from '../introspect.ts'
import { literal, qualify, quote } from '../words/quote.ts'
import { makeMissing, type Missing, sqlState } from './make-missing.ts'

/** One statement on a temporary table, and the member of the real table that it is about. */
export interface Piece {
  readonly sql: string
  readonly kind: RejectedExpression['kind']
  readonly member: string
  /** The table it is about, when that is not the draft's. */
  readonly of?: ObjectName
  /** Done when `sql` is rejected, so that one bad member does not make others fail. */
  readonly instead?: string
}

/** A table to be built under a temporary name, with what has to be spelled on it. */
export interface Draft {
  readonly of: ObjectName
  readonly at: string
  readonly columns: readonly Piece[]
  /** What follows `partition by`. */
  readonly partitionBy?: string
  readonly pieces: readonly Piece[]
}

export interface Refusal {
  readonly of: ObjectName
  readonly kind: RejectedExpression['kind']
  readonly member: string
  readonly error: DatabaseError
}

export interface DatabaseError {
  readonly code: string
  readonly message: string
  readonly hint: string | null
}

export interface Spelled {
  /** What the server made of each draft, by the key of the real table. */
  readonly tables: ReadonlyMap<string, Table>
  /** Everything that was read, by its temporary name. */
  readonly read: ReadonlyMap<string, Table>
  readonly refusals: readonly Refusal[]
}

/** So many tables at a time: each takes several slots of the server's lock table until the rollback. */
const chunk = 200

/**
 * Builds the drafts as temporary tables in transactions that roll back, and reads them with the queries that read real
 * tables. Names resolve as for people: `public`, and before it the enum types that are yet to come. One round trip
 * builds them all; only when the server rejects something each piece is tried on its own, to name every culprit.
 * `missing`: what else is yet to come, which is made first.
 */
export async function spell(
  session: Session,
  drafts: readonly Draft[],
  types: readonly ScratchEnum[],
  missing: Missing,
): Promise<Spelled> {
  const tables = new Map<string, Table>()
  const everything = new Map<string, Table>()
  const refusals: Refusal[] = []
  for (let start = 0; start < drafts.length; start += chunk) {
    const part = drafts.slice(start, start + chunk)
    const { read, refused } = await spellChunk(session, part, types, missing)
    for (const table of read) everything.set(table.name.name, withRealTypes(table, types))
    for (const draft of part) {
      const table = everything.get(draft.at)
      if (table !== undefined) tables.set(nameKey(draft.of), table)
    }
    refusals.push(...refused)
  }
  return { tables, read: everything, refusals }
}

interface Chunk {
  readonly read: readonly Table[]
  readonly refused: readonly Refusal[]
}

async function spellChunk(
  session: Session,
  drafts: readonly Draft[],
  types: readonly ScratchEnum[],
  missing: Missing,
): Promise<Chunk> {
  const body = [...drafts.flatMap(wholeTable), ...hiding(types)]
  try {
    return await session.scratch(async () => {
      if (missing.length === 0) await session.execute([...opening(types), ...body].join(';\n'))
      else {
        await session.execute(opening(types).join(';\n'))
        await makeMissing(session, missing)
        await session.execute(body.join(';\n'))
      }
      return { read: await readScratchTables(session), refused: [] }
    })
  } catch (error) {
    rejection(error)
  }
  return await session.scratch(async () => {
    await session.execute(opening(types).join(';\n'))
    const denied = await makeMissing(session, missing)
    const refused: Refusal[] = []
    for (const draft of drafts) refused.push(...(await buildByPiece(session, draft)))
    if (refused.length > 0 && denied !== null) throw tooFewRights(denied)
    if (types.length > 0) await session.execute(hiding(types).join(';\n'))
    return { read: await readScratchTables(session), refused }
  })
}

/** The whole table at once, or else piece by piece. */
async function buildByPiece(session: Session, draft: Draft): Promise<Refusal[]> {
  if ((await attempt(session, wholeTable(draft).join(';\n'))) === null) return []
  if (draft.partitionBy !== undefined) return await buildPartitions(session, draft)
  await session.execute(`create temporary table ${at(draft)} ()`)
  const refused: Refusal[] = []
  for (const piece of [
    ...draft.columns.map((column) => alter(draft, `add column ${column.sql}`, column)),
    ...draft.pieces,
  ]) {
    const error = await attempt(session, piece.sql)
    if (error === null) continue
    if (piece.instead !== undefined) await attempt(session, piece.instead)
    refused.push({ of: draft.of, kind: piece.kind, member: piece.member, error })
  }
  const columns = new Set(refused.flatMap(({ kind, member }) => (kind === 'column' ? [member] : [])))
  // What fails because a rejected column is missing is not a fault of its own.
  return refused.filter(
    ({ kind, error }) =>
      kind === 'column' ||
      error.code !== '42703' ||
      ![...columns].some((column) => error.message.includes(`"${column}"`)),
  )
}

/** A partition key comes with the table and cannot be added; without it there can be no partitions. */
async function buildPartitions(session: Session, draft: Draft): Promise<Refusal[]> {
  const [table = '', ...pieces] = wholeTable(draft)
  const error = await attempt(session, table)
  if (error !== null) return [{ of: draft.of, kind: 'partition_key', member: '', error }]
  const refused: Refusal[] = []
  for (const [position, sql] of pieces.entries()) {
    const piece = draft.pieces[position]
    const rejected = await attempt(session, sql)
    if (rejected !== null && piece !== undefined)
      refused.push({ of: piece.of ?? draft.of, kind: piece.kind, member: piece.member, error: rejected })
  }
  return refused
}

function wholeTable(draft: Draft): string[] {
  const columns = draft.columns.map(({ sql }) => sql).join(', ')
  const partitioned = draft.partitionBy === undefined ? '' : ` partition by ${draft.partitionBy}`
  return [`create temporary table ${at(draft)} (${columns})${partitioned}`, ...draft.pieces.map(({ sql }) => sql)]
}

export function alter(draft: Pick<Draft, 'at'>, clause: string, piece: Omit<Piece, 'sql'>): Piece {
  return { ...piece, sql: `alter table ${at(draft)} ${clause}` }
}

export function at(draft: Pick<Draft, 'at'>): string {
  return `pg_temp.${quote(draft.at)}`
}

export async function attempt(session: Session, sql: string): Promise<DatabaseError | null> {
  await session.execute('savepoint rq_piece')
  try {
    await session.execute(sql)
    await session.execute('release savepoint rq_piece')
    return null
  } catch (error) {
    const rejected = rejection(error)
    await session.execute('rollback to savepoint rq_piece; release savepoint rq_piece')
    return rejected
  }
}

/** What the server has against a text (SQLSTATE classes 42, 22, 0A, 3F, 54). Anything else is thrown on. */
function rejection(error: unknown): DatabaseError {
  const code = sqlState(error)
  const message = error instanceof Error ? error.message : String(error)
  if (code === '42501') throw tooFewRights(error)
  if (!/^(42|22|0A|3F|54)/.test(code)) throw error
  const hint = error instanceof Error && 'hint' in error && typeof error.hint === 'string' ? error.hint : null
  return { code, message, hint }
}

/** The server has denied us what spelling takes. */
export function tooFewRights(error: unknown): ReconcileError {
  const message = error instanceof Error ? error.message : String(error)
  return new ReconcileError('refused', `the database does not let us spell the expressions of the specs: ${message}`, {
    hint: 'Planning needs the TEMPORARY privilege on the database (GRANT TEMPORARY ON DATABASE … TO …), USAGE on the schemas and types that the specs name, and CREATE where they declare new types and functions.',
    sqlState: '42501',
    cause: error,
  })
}

/** An enum type as it will be, under its own name in pg_temp while expressions are read, then under `alias`. */
export interface ScratchEnum {
  readonly type: EnumType
  readonly at: string
  /** A name that occurs in no expression, to be recognised in what the server writes. */
  readonly alias: string
}

function opening(types: readonly ScratchEnum[]): string[] {
  return [
    'set local search_path = pg_temp, public',
    'set local check_function_bodies = off',
    ...types.map(
      ({ at: name, type }) => `create type pg_temp.${quote(name)} as enum (${type.labels.map(literal).join(', ')})`,
    ),
  ]
}

function hiding(types: readonly ScratchEnum[]): string[] {
  return types.map(({ at: name, alias }) => `alter type pg_temp.${quote(name)} rename to ${alias}`)
}

/** Types of pg_temp are written with or without their schema: its real name, `pg_temp`, or none. */
function withRealTypes(table: Table, types: readonly ScratchEnum[]): Table {
  if (types.length === 0) return table
  const names = new Map(types.map(({ alias, type }) => [alias, qualify(type.name)]))
  const pattern = new RegExp(`(?:pg_temp(?:_\\d+)?\\.)?\\b(${[...names.keys()].join('|')})\\b`, 'g')
  const real = (text: string): string => text.replaceAll(pattern, (_, alias: string) => names.get(alias) ?? alias)
  const realOrNull = (text: string | null): string | null => (text === null ? null : real(text))
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      type: real(column.type),
      default: realOrNull(column.default),
      generated: column.generated && { ...column.generated, expression: real(column.generated.expression) },
    })),
    checks: table.checks.map((check) => ({ ...check, expression: real(check.expression) })),
    exclusions: table.exclusions.map((exclusion) => ({
      ...exclusion,
      where: realOrNull(exclusion.where),
      elements: exclusion.elements.map((element) =>
        'column' in element.on ? element : { ...element, on: { expression: real(element.on.expression) } },
      ),
    })),
    partitionBy: table.partitionBy && { ...table.partitionBy, keys: table.partitionBy.keys.map(real) },
    partitionOf: table.partitionOf && { ...table.partitionOf, proof: realOrNull(table.partitionOf.proof) },
    indexes: table.indexes.map((index) => ({
      ...index,
      where: realOrNull(index.where),
      keys: index.keys.map((key) =>
        'column' in key.on ? key : { ...key, on: { expression: real(key.on.expression) } },
      ),
    })),
  }
}
