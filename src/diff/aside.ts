import { isQuarantined } from '../model/name.ts'
import type { Schema } from '../model/schema.ts'
import type { Table } from '../model/table.ts'

/** A schema without what plans have put aside in it: nobody's until `purge`. */
export function withoutAside(schema: Schema): Schema {
  return {
    ...schema,
    tables: schema.tables.filter(({ name }) => !isQuarantined(name.name)).map(tableWithoutAside),
    enums: schema.enums.filter(({ name }) => !isQuarantined(name.name)),
    objects: schema.objects.filter(({ name }) => !isQuarantined(name.name)),
    quarantined: [],
  }
}

function tableWithoutAside(table: Table): Table {
  return {
    ...withoutKeysAside(table),
    columns: table.columns.filter(stays),
    checks: table.checks.filter(stays),
  }
}

/** Keys and indexes that stay with columns put aside, and go with them. */
export function withoutKeysAside(table: Table): Table {
  return {
    ...table,
    uniques: table.uniques.filter(stays),
    foreignKeys: table.foreignKeys.filter(stays),
    indexes: table.indexes.filter(stays),
  }
}

function stays({ name }: { readonly name: string }): boolean {
  return !isQuarantined(name)
}
