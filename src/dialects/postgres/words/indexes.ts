import type { Words } from '../../words.ts'
import { indexDefinition } from './definitions.ts'
import { optionClauses } from './options.ts'
import { qualify, quote } from './quote.ts'
import { lock, statement } from './statement.ts'

type IndexWords = Pick<Words, 'createIndex' | 'createIndexOnly' | 'dropIndex' | 'setIndexOptions' | 'renameIndex'>

/** Locks: hazards.md 1D. Never IF NOT EXISTS, which would skip an INVALID index of that name (0.4). */
export const indexes: IndexWords = {
  createIndex(table, index, concurrently) {
    const sql = `create ${index.unique ? 'unique ' : ''}index ${concurrently ? 'concurrently ' : ''}${quote(index.name)} on ${qualify(table)} ${indexDefinition(index)}`
    return concurrently
      ? statement(sql, lock('share_update_exclusive', table), { ...concurrent, work: 'index_build' })
      : statement(sql, lock('share', table), { work: 'index_build' })
  },

  createIndexOnly: (table, index) =>
    statement(
      `create ${index.unique ? 'unique ' : ''}index ${quote(index.name)} on only ${qualify(table)} ${indexDefinition(index)}`,
      lock('share', table),
    ),

  dropIndex(table, index, concurrently) {
    const sql = `drop index ${concurrently ? 'concurrently ' : ''}${qualify({ schema: table.schema, name: index })}`
    return concurrently
      ? statement(sql, lock('share_update_exclusive', table), concurrent)
      : statement(sql, lock('access_exclusive', table))
  },

  /** Locks the index only; reloptions.c says how strongly. */
  setIndexOptions(table, index, before, after) {
    const clauses = optionClauses(before, after)
    const named = { schema: table.schema, name: index }
    const mild = [...Object.keys(before), ...Object.keys(after)].every(
      (name) => before[name] === after[name] || gentle.includes(name),
    )
    const mode = mild ? 'share_update_exclusive' : 'access_exclusive'
    return clauses.map((clause) => statement(`alter index ${qualify(named)} ${clause}`, lock(mode, named)))
  },

  /** Locks the index only. */
  renameIndex(table, from, to) {
    const index = { schema: table.schema, name: from }
    return statement(`alter index ${qualify(index)} rename to ${quote(to)}`, lock('share_update_exclusive', index))
  },
}

/** What readers and writers do not wait for. */
const gentle: readonly string[] = ['fillfactor', 'deduplicate_items']

/** 0.3: refused inside a transaction; 0.2: a lock timeout would leave an INVALID index behind. */
const concurrent = { transactional: false, timeout: 'concurrent' } as const
