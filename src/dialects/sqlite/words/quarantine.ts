import type { ObjectName } from '../../../model/name.ts'
import type { SchemaObject } from '../../../model/object.ts'
import type { Statement } from '../../../model/statement.ts'
import type { Table } from '../../../model/table.ts'
import { createIndex, dropIndex } from './indexes.ts'
import { objects } from './objects.ts'
import { quote } from './quote.ts'
import { rebuildTable } from './rebuild.ts'
import { renameTable } from './tables.ts'

/**
 * R17. Index names are the database's, so they are dropped, and so are the triggers, which would be on the kept table.
 * Foreign keys would go on guarding and cascading: a table that has some is copied without them, which needs a
 * `rebuild` transaction.
 */
export function quarantineTable(table: Table, keptAs: ObjectName, attached: readonly SchemaObject[]): Statement[] {
  if (table.foreignKeys.length > 0) return rebuildTable(table, bare(table, keptAs), copyOfAll(table), [])
  return [
    ...attached.flatMap((object) => objects.drop(object)),
    ...table.indexes.map(({ name }) => dropIndex(table.name, name)),
    renameTable(table.name, keptAs),
  ]
}

export function restoreTable(table: Table, keptAs: ObjectName, attached: readonly SchemaObject[]): Statement[] {
  if (table.foreignKeys.length > 0) return rebuildTable(bare(table, keptAs), table, copyOfAll(table), attached)
  return [
    renameTable(keptAs, table.name),
    ...table.indexes.map((index) => createIndex(table.name, index)),
    ...attached.flatMap((object) => objects.create(object)),
  ]
}

function bare(table: Table, keptAs: ObjectName): Table {
  return { ...table, name: keptAs, foreignKeys: [], indexes: [] }
}

function copyOfAll(table: Table): ReadonlyMap<string, string> {
  return new Map(table.columns.map(({ name }) => [name, quote(name)]))
}
