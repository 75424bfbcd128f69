import { bug } from '../../../lib/errors.ts'
import type { ObjectName } from '../../../model/name.ts'
import type { SchemaObject } from '../../../model/object.ts'
import type { Statement } from '../../../model/statement.ts'
import type { Table } from '../../../model/table.ts'
import { fold } from '../ddl/tokens.ts'
import { createIndex } from './indexes.ts'
import { literal, qualify, quote } from './quote.ts'
import { statement } from './statement.ts'
import { createTable, dropTable, renameTable } from './tables.ts'
import { objects } from './objects.ts'

/** 2C steps 5 to 11. To be run in a `rebuild` transaction: foreign_keys off, legacy_alter_table on. */
export function rebuildTable(
  before: Table,
  after: Table,
  copy: ReadonlyMap<string, string>,
  attached: readonly SchemaObject[],
): Statement[] {
  const temporary: ObjectName = { schema: after.name.schema, name: `_rq_new_${after.name.name}` }
  return [
    createTable({ ...withOwnNameInKeys(before, after), name: temporary }),
    copyRows(before, after, temporary, copy),
    ...carryAutoincrement(before, after, temporary),
    dropTable(before.name),
    renameTable(temporary, after.name),
    ...after.indexes.map((index) => createIndex(after.name, index)),
    ...attached.flatMap((object) => objects.create(object)),
  ]
}

/** Step 5: with legacy_alter_table on, the rename does not touch them, so self-references carry the final name. */
function withOwnNameInKeys(before: Table, after: Table): Table {
  const foreignKeys = after.foreignKeys.map((key) =>
    key.references.table.name === before.name.name
      ? { ...key, references: { ...key.references, table: after.name } }
      : key,
  )
  return { ...after, foreignKeys }
}

/** Step 6: explicit lists, no generated columns, and the rowid wherever it is nobody's primary key. */
function copyRows(before: Table, after: Table, temporary: ObjectName, copy: ReadonlyMap<string, string>): Statement {
  const targets: string[] = []
  const sources: string[] = []
  const from = rowidName(before)
  const to = isRowidAliased(after) ? null : rowidName(after)
  if (from !== null && to !== null) {
    targets.push(to)
    sources.push(from)
  }
  for (const { name, generated } of after.columns) {
    const source = copy.get(name)
    if (source === undefined || generated !== null) continue
    targets.push(quote(name))
    sources.push(source)
  }
  if (targets.length === 0) throw bug(`nothing of table ${before.name.name} would be copied`)
  const sql = `insert into ${qualify(temporary)} (${targets.join(', ')})\nselect ${sources.join(', ')}\nfrom ${qualify(before.name)}`
  return statement(sql, before.name, 'rewrite')
}

/** The name under which the rowid can be read; null when the table has none or its columns took all three names. */
function rowidName(table: Table): string | null {
  if (table.withoutRowid) return null
  const taken = new Set(table.columns.map(({ name }) => fold(name)))
  return ['rowid', '_rowid_', 'oid'].find((name) => !taken.has(name)) ?? null
}

/** Whether a column is the rowid under another name (lang_createtable.html §5). */
function isRowidAliased({ columns, primaryKey, withoutRowid }: Table): boolean {
  if (withoutRowid || primaryKey?.columns.length !== 1) return false
  return columns.some(({ name, type, nullable }) => name === primaryKey.columns[0] && type === 'integer' && !nullable)
}

/** Step 8: otherwise a table whose highest rows were deleted would give their numbers out again. */
function carryAutoincrement(before: Table, after: Table, temporary: ObjectName): Statement[] {
  const counts = (table: Table): boolean => table.columns.some(({ identity }) => identity !== null)
  if (!counts(before) || !counts(after)) return []
  const name = literal(temporary.name)
  return [
    statement(`delete from sqlite_sequence where name = ${name}`, temporary, 'catalog'),
    statement(
      `insert into sqlite_sequence (name, seq)\nselect ${name}, seq from sqlite_sequence where name = ${literal(before.name.name)}`,
      temporary,
      'catalog',
    ),
  ]
}
