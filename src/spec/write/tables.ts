import type { Table } from '../../model/table.ts'
import type { TableSpec } from '../content.ts'
import { accessOf } from './access.ts'
import { checksOf } from './checks.ts'
import { columnsOf } from './columns.ts'
import type { Part } from './entry.ts'
import { exclusionsOf } from './exclusions.ts'
import { foreignKeysOf } from './foreign-keys.ts'
import { indexesOf } from './indexes.ts'
import { policiesOf, rowSecurityOf } from './policies.ts'
import { statisticsOf } from './statistics.ts'
import { primaryKeyOf, uniquesOf } from './keys.ts'
import { writtenName } from './names.ts'
import { familyOf, isBelow, partitionsWritten, type Written } from './partitions.ts'
import { tablePhysicalOf } from './physical.ts'
import { triggersOf } from './objects/trigger.ts'
import type { Writing } from './writing.ts'

/** Says a part of a table, or nothing when the default says it. */
type TableSection = (
  table: Table,
  writing: Writing,
) => Partial<TableSpec> | ReturnType<typeof columnsOf> | ReturnType<typeof partitionsWritten>

/** In the order in which a table has them. */
const sections: readonly TableSection[] = [
  ({ comment }) => (comment === null ? {} : { comment }),
  columnsOf,
  primaryKeyOf,
  uniquesOf,
  checksOf,
  exclusionsOf,
  foreignKeysOf,
  indexesOf,
  rowSecurityOf,
  policiesOf,
  statisticsOf,
  ({ name }, writing) => accessOf(writing, { kind: 'table', name }),
  ({ name }, writing) => triggersOf({ kind: 'table', name }, writing),
  tablePhysicalOf,
  familyOf,
  (table, writing) => partitionsWritten(table, writing, (partition) => written(partition, writing)),
  ignored,
  ({ strict }) => (strict ? { strict } : {}),
  ({ withoutRowid }) => (withoutRowid ? { without_rowid: true } : {}),
]

export const tablesPart: Part = {
  group: 'tables',
  entries: (writing) =>
    writing.schema.tables
      .filter((table) => !isBelow(table, writing))
      .map((table) => ({
        key: writtenName(table.name, writing.dialect.defaultSchema),
        schema: table.name.schema,
        file: table.name.name,
        value: written(table, writing),
      })),
}

function written(table: Table, writing: Writing): Written {
  return Object.assign({}, ...sections.map((section) => section(table, writing)))
}

function ignored({ name }: Table, { unsayable }: Writing): Partial<TableSpec> {
  const ignore = unsayable(name)
  return ignore.length === 0 ? {} : { ignore }
}
