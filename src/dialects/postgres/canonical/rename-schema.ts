import type { PrimaryKey, Unique } from '../../../model/constraint.ts'
import { type ObjectName, sameName } from '../../../model/name.ts'
import type { SchemaObject } from '../../../model/object.ts'
import type { Trigger } from '../../../model/objects/trigger.ts'
import type { Schema } from '../../../model/schema.ts'
import type { Table } from '../../../model/table.ts'
import type { TableIndex } from '../../../model/table-index.ts'
import { type Rename, tableBefore } from '../../../model/rename.ts'
import { quote } from '../words/quote.ts'

/**
 * The schema after the renames, in everything but the texts of expressions. Names of constraints and indexes do not
 * follow a rename (hazards.md 0.6).
 */
export function renameSchema(schema: Schema, renames: readonly Rename[]): Schema {
  if (renames.length === 0) return schema
  return {
    ...schema,
    tables: schema.tables.map((table) => renameTable(table, renames)),
    objects: schema.objects.map((object) => renameObject(object, renames)),
    unmodeled: schema.unmodeled.map((item) => ({
      ...item,
      table: item.table === null ? null : newName(item.table, renames),
    })),
  }
}

/** Statistics, triggers and grants list columns; `on` goes by the new name already. */
function renameObject(object: SchemaObject, renames: readonly Rename[]): SchemaObject {
  if (object.kind === 'trigger') return renameTrigger(object, renames)
  if (object.on === null) return object
  const { name } = object.on
  if (object.kind === 'grant') {
    const columns = Object.entries(object.columns).map(([old, own]) => [newColumn(name, old, renames), own] as const)
    return { ...object, columns: Object.fromEntries(columns) }
  }
  if (object.kind !== 'statistics') return object
  return { ...object, columns: object.columns.map((old) => newColumn(name, old, renames)).sort() }
}

function renameTable(table: Table, renames: readonly Rename[]): Table {
  const name = newName(table.name, renames)
  const column = (old: string): string => newColumn(name, old, renames)
  const inSql = (sql: string): string =>
    columnRenames(name, renames).reduce((text, { from, to }) => renameInSql(text, from, to), sql)
  return {
    ...table,
    name,
    columns: table.columns.map((one) => ({ ...one, name: column(one.name) })),
    primaryKey: table.primaryKey && renameKey(table.primaryKey, column),
    uniques: table.uniques.map((unique) => renameKey(unique, column)),
    exclusions: table.exclusions.map((exclusion) => ({
      ...exclusion,
      elements: exclusion.elements.map((element) =>
        'column' in element.on ? { ...element, on: { column: column(element.on.column) } } : element,
      ),
      ...(exclusion.include === undefined ? {} : { include: exclusion.include.map(column) }),
    })),
    foreignKeys: table.foreignKeys.map((key) => {
      const target = newName(key.references.table, renames)
      return {
        ...key,
        columns: key.columns.map(column),
        ...(key.onDeleteColumns === undefined ? {} : { onDeleteColumns: key.onDeleteColumns.map(column) }),
        references: { table: target, columns: key.references.columns.map((old) => newColumn(target, old, renames)) },
      }
    }),
    indexes: table.indexes.map((index) => renameIndex(index, column)),
    partitionBy: table.partitionBy && { ...table.partitionBy, keys: table.partitionBy.keys.map((key) => inSql(key)) },
    partitionOf: table.partitionOf && {
      ...table.partitionOf,
      table: newName(table.partitionOf.table, renames),
      proof: table.partitionOf.proof === null ? null : inSql(table.partitionOf.proof),
    },
    inherits: table.inherits.map((parent) => newName(parent, renames)),
  }
}

function renameKey<T extends PrimaryKey | Unique>(key: T, column: (old: string) => string): T {
  return {
    ...key,
    columns: key.columns.map(column),
    ...(key.include === undefined ? {} : { include: key.include.map(column) }),
  }
}

function renameTrigger(trigger: Trigger, renames: readonly Rename[]): Trigger {
  const column = (old: string): string => newColumn(trigger.on.name, old, renames)
  const { constraint } = trigger
  return {
    ...trigger,
    columns: trigger.columns.map(column),
    when: trigger.when === null ? null : renameRowColumns(trigger.when, column),
    constraint:
      constraint === null || constraint.from === null
        ? constraint
        : { ...constraint, from: newName(constraint.from, renames) },
  }
}

/** A condition speaks of columns as `new.total` and `old.total`, in no other way. */
function renameRowColumns(condition: string, column: (old: string) => string): string {
  const parts = /'(?:[^']|'')*'|\b(new|old)\.(?:"((?:[^"]|"")*)"|([a-z_][a-z0-9_$]*))/g
  return condition.replaceAll(parts, (text, row?: string, quoted?: string, plain?: string) =>
    row === undefined ? text : `${row}.${quote(column(quoted?.replaceAll('""', '"') ?? plain ?? ''))}`,
  )
}

function renameIndex(index: TableIndex, column: (old: string) => string): TableIndex {
  return {
    ...index,
    keys: index.keys.map((key) => ('column' in key.on ? { ...key, on: { column: column(key.on.column) } } : key)),
    include: index.include.map(column),
  }
}

function newName(name: ObjectName, renames: readonly Rename[]): ObjectName {
  const rename = renames.find((one) => one.column === null && sameName(tableBefore(one), name))
  return rename?.table ?? name
}

function newColumn(table: ObjectName, old: string, renames: readonly Rename[]): string {
  const rename = columnRenames(table, renames).find(({ from }) => from === old)
  return rename?.to ?? old
}

/** Column renames of a table, which goes by its new name. */
export function columnRenames(table: ObjectName, renames: readonly Rename[]): { from: string; to: string }[] {
  return renames.flatMap((rename) =>
    rename.column !== null && sameName(rename.table, table) ? [{ from: rename.from, to: rename.column }] : [],
  )
}

/** Partition keys and bounds are simple enough to be renamed in their text: strings aside, a word is a column. */
function renameInSql(sql: string, from: string, to: string): string {
  const name = quote(from).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  const word = new RegExp(`'(?:[^']|'')*'|(?<![\\w"$.])${name}(?![\\w"$(])`, 'g')
  return sql.replaceAll(word, (found) => (found.startsWith("'") ? found : quote(to)))
}
