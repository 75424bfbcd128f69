import type { Words } from '../../words.ts'
import { indexDefinition } from './definitions.ts'
import { qualify, quote } from './quote.ts'
import { lock, statement } from './statement.ts'

type IndexWords = Pick<Words, 'createIndex' | 'dropIndex' | 'renameIndex'>

/** Locks: hazards.md 1D. Never IF NOT EXISTS, which would skip an INVALID index of that name (0.4). */
export const indexes: IndexWords = {
  createIndex(table, index, concurrently) {
    const sql = `create ${index.unique ? 'unique ' : ''}index ${concurrently ? 'concurrently ' : ''}${quote(index.name)} on ${qualify(table)} ${indexDefinition(index)}`
    return concurrently
      ? statement(sql, lock('share_update_exclusive', table), { ...concurrent, work: 'index_build' })
      : statement(sql, lock('share', table), { work: 'index_build' })
  },

  dropIndex(table, index, concurrently) {
    const sql = `drop index ${concurrently ? 'concurrently ' : ''}${qualify({ schema: table.schema, name: index })}`
    return concurrently
      ? statement(sql, lock('share_update_exclusive', table), concurrent)
      : statement(sql, lock('access_exclusive', table))
  },

  /** Locks the index only. */
  renameIndex(table, from, to) {
    const index = { schema: table.schema, name: from }
    return statement(`alter index ${qualify(index)} rename to ${quote(to)}`, lock('share_update_exclusive', index))
  },
}

/** 0.3: refused inside a transaction; 0.2: a lock timeout would leave an INVALID index behind. */
const concurrent = { transactional: false, timeout: 'concurrent' } as const
