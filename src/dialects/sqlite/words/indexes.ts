import type { ObjectName } from '../../../model/name.ts'
import type { Statement } from '../../../model/statement.ts'
import type { IndexKey, TableIndex } from '../../../model/table-index.ts'
import { spell } from '../ddl/spelling.ts'
import { qualify, quote } from './quote.ts'
import { statement } from './statement.ts'

/** Holds the writer lock while it builds: SQLite has no CONCURRENTLY. */
export function createIndex(table: ObjectName, index: TableIndex): Statement {
  const unique = index.unique ? 'unique ' : ''
  const where = index.where === null ? '' : ` where ${spell(index.where)}`
  const keys = index.keys.map(keyText).join(', ')
  const sql = `create ${unique}index ${quote(index.name)} on ${qualify(table)} (${keys})${where}`
  return statement(sql, table, 'index_build')
}

export function dropIndex(table: ObjectName, index: string): Statement {
  return statement(`drop index ${quote(index)}`, table, 'catalog')
}

function keyText({ on, collation, order }: IndexKey): string {
  const collate = collation === null ? '' : ` collate ${quote(collation)}`
  const key = 'column' in on ? quote(on.column) : `(${spell(on.expression)})`
  return key + collate + (order === 'desc' ? ' desc' : '')
}
