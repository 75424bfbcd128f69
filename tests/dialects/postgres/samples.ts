import { type Column, usualColumn } from '../../../src/model/column.ts'
import type { ForeignKey, Unique } from '../../../src/model/constraint.ts'
import type { ObjectName } from '../../../src/model/name.ts'
import type { Schema } from '../../../src/model/schema.ts'
import { type Table, usualTable } from '../../../src/model/table.ts'
import type { IndexKey, TableIndex } from '../../../src/model/table-index.ts'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import type { Session } from '../../../src/dialects/session.ts'
import { freshPostgres, postgresMajors } from '../../support/databases.ts'

export function named(name: string, schema = 'public'): ObjectName {
  return { schema, name }
}

export function column(name: string, type: string, rest: Partial<Column> = {}): Column {
  return {
    name,
    type,
    nullable: true,
    default: null,
    identity: null,
    sequence: null,
    generated: null,
    collation: null,
    comment: null,
    physical: usualColumn,
    ...rest,
  }
}

export function table(name: string | ObjectName, columns: readonly Column[], rest: Partial<Table> = {}): Table {
  return {
    name: typeof name === 'string' ? named(name) : name,
    comment: null,
    columns,
    primaryKey: null,
    uniques: [],
    checks: [],
    exclusions: [],
    foreignKeys: [],
    indexes: [],
    partitionBy: null,
    partitionOf: null,
    inherits: [],
    strict: false,
    withoutRowid: false,
    physical: usualTable,
    ...rest,
  }
}

export function key(on: string | { expression: string }, rest: Partial<IndexKey> = {}): IndexKey {
  return {
    on: typeof on === 'string' ? { column: on } : on,
    order: 'asc',
    nulls: rest.order === 'desc' ? 'first' : 'last',
    collation: null,
    opclass: null,
    ...rest,
  }
}

export function index(name: string, keys: readonly (string | IndexKey)[], rest: Partial<TableIndex> = {}): TableIndex {
  return {
    name,
    unique: false,
    method: 'btree',
    keys: keys.map((one) => (typeof one === 'string' ? key(one) : one)),
    include: [],
    where: null,
    nullsNotDistinct: false,
    comment: null,
    valid: true,
    ...rest,
  }
}

export function unique(name: string, columns: readonly string[], rest: Partial<Unique> = {}): Unique {
  return { name, columns, nullsNotDistinct: false, deferrable: 'no', ...rest }
}

export function foreignKey(
  name: string,
  columns: readonly string[],
  target: string | ObjectName,
  targetColumns: readonly string[],
  rest: Partial<ForeignKey> = {},
): ForeignKey {
  return {
    name,
    columns,
    references: { table: typeof target === 'string' ? named(target) : target, columns: targetColumns },
    onDelete: 'no_action',
    onUpdate: 'no_action',
    deferrable: 'no',
    validated: true,
    ...rest,
  }
}

export function check(name: string, expression: string): { name: string; expression: string; validated: boolean } {
  return { name, expression, validated: true }
}

export function schema(tables: readonly Table[], rest: Partial<Schema> = {}): Schema {
  return { tables, enums: [], objects: [], unmodeled: [], quarantined: [], ...rest }
}

/** What there is, but for who owns it: whoever runs the tests. */
export async function introspected(session: Session): Promise<Schema> {
  const found = await postgres.introspect(session)
  return { ...found, objects: found.objects.filter(({ kind }) => kind !== 'owner') }
}

export const noLimits = { lockMs: 0, statementMs: 0 }

/** A database of its own for `body`, with a session on it; both are gone afterwards. */
export async function withDatabase(
  major: number,
  body: (session: Session, url: string) => Promise<void>,
): Promise<void> {
  const { url, drop } = await freshPostgres(major)
  const session = await postgres.connect(url, 'reconcile')
  try {
    await body(session, url)
  } finally {
    await session.close()
    await drop()
  }
}

/** The versions under test from `first` on, for `describe.each`. */
export function since(first: number): { major: number }[] {
  return postgresMajors().flatMap((major) => (major >= first ? [{ major }] : []))
}
