import { type Column, usualColumn } from '../../../src/model/column.ts'
import type { Check, ForeignKey, Unique } from '../../../src/model/constraint.ts'
import { type Table, usualTable } from '../../../src/model/table.ts'
import type { TableIndex } from '../../../src/model/table-index.ts'
import { connect, type SqliteSession } from '../../../src/dialects/sqlite/connect.ts'
import { introspect } from '../../../src/dialects/sqlite/introspect.ts'
import { tableOf } from '../../../src/model/schema.ts'
import { quote } from '../../../src/dialects/sqlite/words/quote.ts'
import type { Statement } from '../../../src/model/statement.ts'

export const limits = { lockMs: 100, statementMs: 0 } as const

export function main(name: string): { schema: string; name: string } {
  return { schema: 'main', name }
}

export function column(name: string, type: string, more: Partial<Column> = {}): Column {
  const plain = { nullable: true, default: null, identity: null, generated: null, collation: null, comment: null }
  return { name, type, ...plain, sequence: null, physical: usualColumn, ...more }
}

export function table(name: string, columns: readonly Column[], more: Partial<Table> = {}): Table {
  const bare = {
    comment: null,
    primaryKey: null,
    uniques: [],
    checks: [],
    exclusions: [],
    foreignKeys: [],
    indexes: [],
    partitionBy: null,
    partitionOf: null,
    inherits: [],
  }
  return { name: main(name), columns, ...bare, strict: false, withoutRowid: false, physical: usualTable, ...more }
}

export function unique(name: string, ...columns: string[]): Unique {
  return { name, columns, nullsNotDistinct: false, deferrable: 'no' }
}

export function check(name: string, expression: string): Check {
  return { name, expression, validated: true }
}

export function foreignKey(
  name: string,
  columns: string[],
  parent: string,
  there: string[],
  more: Partial<ForeignKey> = {},
): ForeignKey {
  const references = { table: main(parent), columns: there }
  return {
    name,
    columns,
    references,
    onDelete: 'no_action',
    onUpdate: 'no_action',
    deferrable: 'no',
    validated: true,
    ...more,
  }
}

export function index(name: string, keys: readonly string[], more: Partial<TableIndex> = {}): TableIndex {
  return {
    name,
    unique: false,
    method: 'btree',
    keys: keys.map((key) => ({ on: { column: key }, order: 'asc', nulls: 'first', collation: null, opclass: null })),
    include: [],
    where: null,
    nullsNotDistinct: false,
    comment: null,
    valid: true,
    ...more,
  }
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
