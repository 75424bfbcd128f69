import type { Column } from '../../../src/model/column.ts'
import type { ForeignKey } from '../../../src/model/constraint.ts'
import type { Table } from '../../../src/model/table.ts'
import type { TableIndex } from '../../../src/model/table-index.ts'
import { connect, type SqliteSession } from '../../../src/dialects/sqlite/connect.ts'
import { introspect } from '../../../src/dialects/sqlite/introspect.ts'
import { tableOf } from '../../../src/model/schema.ts'
import { quote } from '../../../src/dialects/sqlite/words/quote.ts'
import type { Statement } from '../../../src/model/statement.ts'
import { foreignKey as toId, index as indexOf, key, table as tableIn } from '../../support/tables.ts'

export const limits = { lockMs: 100, statementMs: 0 } as const

export function main(name: string): { schema: string; name: string } {
  return { schema: 'main', name }
}

export function table(name: string, columns: readonly Column[], rest: Partial<Table> = {}): Table {
  return tableIn(main(name), columns, rest)
}

export function foreignKey(
  name: string,
  columns: readonly string[],
  parent: string,
  there: readonly string[],
  rest: Partial<ForeignKey> = {},
): ForeignKey {
  return toId(name, columns, main(parent), { references: { table: main(parent), columns: there }, ...rest })
}

/** SQLite puts NULL first, which is how an index is read that says nothing of it. */
export function index(name: string, columns: readonly string[], rest: Partial<TableIndex> = {}): TableIndex {
  return indexOf(
    name,
    columns.map((column) => key(column, { nulls: 'first' })),
    rest,
  )
}

export function copyOf(from: Table, to: Table): Map<string, string> {
  const names = new Set(from.columns.map(({ name }) => name))
  const kept = to.columns.filter(({ name, generated }) => generated === null && names.has(name))
  return new Map(kept.map(({ name }) => [name, quote(name)]))
}

export async function memory(...statements: readonly string[]): Promise<SqliteSession> {
  const session = await connect('sqlite::memory:')
  for (const sql of statements) await session.execute(sql)
  return session
}

export async function run(session: SqliteSession, statements: readonly Statement[]): Promise<void> {
  for (const { sql } of statements) await session.execute(sql)
}

export async function tableNamed(session: SqliteSession, name: string): Promise<Table> {
  const found = tableOf(await introspect(session), main(name))
  if (found === undefined) throw new Error(`no table ${name}`)
  return found
}
