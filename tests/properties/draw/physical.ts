import { type ColumnPhysical, usualColumn } from '../../../src/model/column.ts'
import type { ObjectName } from '../../../src/model/name.ts'
import { type OwnedSequence, type SequenceOptions, sequenceOptions } from '../../../src/model/sequence-options.ts'
import { type IndexMarks, type Table, type TablePhysical, usualTable } from '../../../src/model/table.ts'
import type { TableSeed } from '../seed.ts'

/** How a column is kept, in one of the ways that its type allows. */
export function columnPhysical(type: string, number: number): ColumnPhysical {
  const long = type === 'text' || type.startsWith('character varying')
  switch (number) {
    case 0:
      return { ...usualColumn, statistics: 50 }
    case 1:
      return long ? { ...usualColumn, storage: 'external', compression: 'pglz' } : usualColumn
    case 2:
      return { ...usualColumn, storage: long ? 'main' : null, options: { n_distinct: '7' } }
    default:
      return usualColumn
  }
}

/** `whole`: with its indexes, some of which are marked. */
export function tablePhysical(whole: Table, { physical }: TableSeed): TablePhysical {
  const { primaryKey, uniques, indexes } = whole
  const all = [
    ...(primaryKey === null ? [] : [primaryKey]),
    ...uniques,
    ...indexes.filter(({ where }) => where === null),
  ].map(({ name }) => name)
  const marks: IndexMarks = {
    replicaIdentity: identityOf(whole, physical),
    cluster: physical < 3 ? (all[physical % Math.max(1, all.length)] ?? null) : null,
  }
  return {
    ...usualTable,
    options:
      physical === 4 ? { autovacuum_enabled: 'false', fillfactor: '70' } : physical === 5 ? { fillfactor: '90' } : {},
    marks,
  }
}

function identityOf({ primaryKey, uniques, columns }: Table, number: number): IndexMarks['replicaIdentity'] {
  const required = (name: string): boolean => columns.some((column) => column.name === name && !column.nullable)
  const key = [...uniques, primaryKey].find(
    (one) => one !== null && (one.deferrable ?? 'no') === 'no' && one.columns.every(required),
  )
  if (number === 6) return 'full'
  return number < 2 && key !== undefined && key !== null ? { index: key.name } : 'default'
}

/** One that is as the server makes it, or one that has been told how to count. */
export function ownedSequence({ name }: ObjectName, { physical }: TableSeed): OwnedSequence {
  const said: Partial<SequenceOptions> =
    physical === 1 ? { start: '1000', cache: '5' } : physical === 2 ? { increment: '10', cycle: true } : {}
  return { name: physical === 3 ? `${name}_numbers` : `${name}_id_seq`, ...sequenceOptions('bigint', said) }
}
