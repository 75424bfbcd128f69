import { type Column, usualColumn } from '../../src/model/column.ts'
import type { Check, ForeignKey, Unique } from '../../src/model/constraint.ts'
import type { ObjectName } from '../../src/model/name.ts'
import { type Table, usualTable } from '../../src/model/table.ts'
import type { IndexKey, TableIndex } from '../../src/model/table-index.ts'

export function inPublic(name: string): ObjectName {
  return { schema: 'public', name }
}

/** A nullable column with nothing about it. */
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
    name: typeof name === 'string' ? inPublic(name) : name,
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

export function unique(name: string, columns: readonly string[], rest: Partial<Unique> = {}): Unique {
  return { name, columns, nullsNotDistinct: false, deferrable: 'no', ...rest }
}

export function check(name: string, expression: string, rest: Partial<Check> = {}): Check {
  return { name, expression, validated: true, ...rest }
}

export function foreignKey(
  name: string,
  columns: readonly string[],
  to: string | ObjectName,
  rest: Partial<ForeignKey> = {},
): ForeignKey {
  return {
    name,
    columns,
    references: { table: typeof to === 'string' ? inPublic(to) : to, columns: ['id'] },
    onDelete: 'no_action',
    onUpdate: 'no_action',
    deferrable: 'no',
    validated: true,
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
