import type { Column } from '../../model/column.ts'
import type { Table } from '../../model/table.ts'
import type { ColumnSpec, TableSpec } from '../content.ts'
import { optionsOf } from './options.ts'

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
