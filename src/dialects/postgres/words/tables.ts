import { bug } from '../../../lib/errors.ts'
import type { LockMode } from '../../../model/statement.ts'
import type { Words } from '../../words.ts'
import { columnDefinition, constraintDefinition, ownConstraints } from './definitions.ts'
import { createPartitionOf, inheritsFrom, partitionedBy, unlogged } from './partitions.ts'
import { storedHow } from './physical.ts'
import { moved } from './moved.ts'
import { qualify, quoteList } from './quote.ts'
import { sequencesFirst } from './sequences.ts'
import { lock, statement } from './statement.ts'

type TableWords = Pick<Words, 'createTable' | 'dropTable' | 'renameTable' | 'rebuildTable' | 'analyze' | 'lockTable'>

export const tables: TableWords = {
  /**
   * Without foreign keys, which would lock the tables they point to until commit (1E): `lower` has split them off. The few
   * that a partition has by itself come with it. PARTITION OF is for a table that nobody uses yet.
   */
  createTable(table) {
    if (table.partitionOf !== null) return statement(`${createPartitionOf(table)}`, [])
    const lines = [
      ...table.columns.map((column) => columnDefinition(table.name, column)),
      ...ownConstraints(table).map(constraintDefinition),
    ]
    const body = lines.length === 0 ? '()' : `(\n  ${lines.join(',\n  ')}\n)`
    const create = `create ${unlogged(table)}table ${qualify(table.name)} ${body}`
    return statement(
      `${sequencesFirst(table)}${create}${inheritsFrom(table.inherits)}${partitionedBy(table)}${storedHow(table.physical)}`,
      lock('share_update_exclusive', ...table.inherits),
    )
  },

  dropTable: (name) => statement(`drop table ${qualify(name)}`, lock('access_exclusive', name)),

  renameTable: (from, to) => moved('table', from, to, { locked: true }),

  rebuildTable: () => {
    throw bug('PostgreSQL changes tables in place: no plan may rebuild one')
  },

  /** Reads a sample of bounded size, whatever the table's. */
  analyze: (table, columns) =>
    statement(
      `analyze ${qualify(table)}${columns.length === 0 ? '' : ` (${quoteList(columns)})`}`,
      lock('share_update_exclusive', table),
      { timeout: 'validate' },
    ),

  lockTable: (name, mode) => statement(`lock table ${qualify(name)} in ${lockWords(mode)} mode`, lock(mode, name)),
}

function lockWords(mode: LockMode): string {
  if (mode === 'write') throw bug('`write` is no lock mode of PostgreSQL')
  return mode.replaceAll('_', ' ')
}
