import type { IndexKey, TableIndex } from '../../../model/table-index.ts'
import type { ParsedIndex, ParsedKey } from '../ddl/create-index.ts'
import type { ParsedTable } from '../ddl/create-table.ts'
import { fold } from '../ddl/tokens.ts'

export function indexFrom(parsed: ParsedIndex, table: ParsedTable): TableIndex {
  return {
    name: parsed.name,
    unique: parsed.unique,
    method: 'btree',
    keys: parsed.keys.map((key) => keyFrom(key, table)),
    include: [],
    where: parsed.where,
    nullsNotDistinct: false,
    comment: null,
    valid: true,
  }
}

function keyFrom(key: ParsedKey, table: ParsedTable): IndexKey {
  const { word } = key
  const column = word === null ? undefined : table.columns.find(({ name }) => fold(name) === fold(word))
  // A column key without COLLATE has the column's own collation; to write that one out changes nothing.
  const inherited = column === undefined ? null : (column.collation ?? 'binary')
  return {
    on: column === undefined ? { expression: key.expression } : { column: column.name },
    order: key.descending ? 'desc' : 'asc',
    // NULL is the smallest value; an index cannot say otherwise.
    nulls: key.descending ? 'last' : 'first',
    collation: key.collation === inherited ? null : key.collation,
    opclass: null,
  }
}
