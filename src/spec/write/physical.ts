import type { Column, StorageOptions } from '../../model/column.ts'
import type { Table } from '../../model/table.ts'
import type { ColumnSpec, OptionsSpec, TableSpec } from '../content.ts'
import { sqlValue } from './sql-value.ts'

/** How the values of a column are kept. */
export function columnPhysicalOf({ physical }: Column): Partial<ColumnSpec> {
  const { storage, compression, statistics, options } = physical
  return {
    ...(storage === null ? {} : { storage }),
    ...(compression === null ? {} : { compression }),
    ...(statistics === null ? {} : { statistics }),
    ...optionsOf(options),
  }
}

/** How a table is kept. */
export function tablePhysicalOf({ physical }: Table): Partial<TableSpec> {
  const { unlogged, accessMethod, options, marks } = physical
  return {
    ...(unlogged ? { unlogged } : {}),
    ...(accessMethod === null ? {} : { access_method: accessMethod }),
    ...optionsOf(options),
    ...(marks.replicaIdentity === 'default' ? {} : { replica_identity: marks.replicaIdentity }),
    ...(marks.cluster === null ? {} : { cluster: marks.cluster }),
  }
}

function optionsOf(options: StorageOptions): { readonly options?: OptionsSpec } {
  const written = Object.entries(options).map(([name, value]) => [name, sqlValue(value)] as const)
  return written.length === 0 ? {} : { options: Object.fromEntries(written) }
}
