import type { Column } from '../../model/column.ts'
import type { ForeignKey } from '../../model/constraint.ts'
import { columnOf, type Table } from '../../model/table.ts'
import type { ColumnSpec, ForeignKeySpec, TableSpec } from '../content.ts'
import { isPlain, writtenName } from './names.ts'
import { proofOf } from './proof.ts'
import type { Writing } from './writing.ts'

/** `references: tiers.id` on the column, where one column refers to one and the name is the default one. */
export function referenceOf({ name }: Column, table: Table, writing: Writing): Partial<ColumnSpec> {
  const key = table.foreignKeys.find((one) => one.columns[0] === name && isShort(one, table, writing))
  if (key === undefined) return {}
  const [column = ''] = key.references.columns
  return { references: `${written(key, writing)}.${column}`, ...options(key) }
}

/** Those that no column says. */
export function foreignKeysOf(table: Table, writing: Writing): Partial<TableSpec> {
  const left = writing.unsayable(table.name)
  const rest = table.foreignKeys.filter((key) => !isShort(key, table, writing) && !left.includes(key.name))
  if (rest.length === 0) return {}
  return { foreign_keys: Object.fromEntries(rest.map((key) => [key.name, foreignKeySpec(key, writing)])) }
}

function isShort(key: ForeignKey, table: Table, { implied, unsayable }: Writing): boolean {
  return (
    key.columns.length === 1 &&
    key.columns.every((column) => columnOf(table, column) !== undefined) &&
    key.references.columns.every(isPlain) &&
    implied.foreignKey(table, key) &&
    !unsayable(table.name).includes(key.name) &&
    !saysMore(key)
  )
}

/** What only the long form has a key for. */
function saysMore({ match, period, onDeleteColumns, comment, validated }: ForeignKey): boolean {
  return [match, period, onDeleteColumns, comment].some((part) => part !== undefined) || !validated
}

function foreignKeySpec(key: ForeignKey, writing: Writing): ForeignKeySpec {
  const { columns } = key.references
  const table = written(key, writing)
  const plain = [...table.split('.'), ...columns].every(isPlain)
  return {
    columns: key.columns,
    references: plain ? `${table} (${columns.join(', ')})` : { table, columns },
    ...(key.match === undefined ? {} : { match: key.match }),
    ...(key.period === undefined ? {} : { period: key.period }),
    ...options(key),
    ...(key.onDeleteColumns === undefined ? {} : { on_delete_columns: key.onDeleteColumns }),
    ...proofOf(key),
    ...(key.comment === undefined ? {} : { comment: key.comment }),
  }
}

function written({ references }: ForeignKey, { dialect }: Writing): string {
  return writtenName(references.table, dialect.defaultSchema)
}

function options({
  onDelete,
  onUpdate,
  deferrable,
}: ForeignKey): Pick<ForeignKeySpec, 'on_delete' | 'on_update' | 'deferrable'> {
  return {
    ...(onDelete === 'no_action' ? {} : { on_delete: onDelete }),
    ...(onUpdate === 'no_action' ? {} : { on_update: onUpdate }),
    ...(deferrable === 'no' ? {} : { deferrable }),
  }
}
