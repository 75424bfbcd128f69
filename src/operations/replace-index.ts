import type { Facts } from '../dialects/facts.ts'
import { stableJson } from '../lib/fingerprint.ts'
import { sameValue } from '../lib/compare.ts'
import { displayName } from '../model/name.ts'
import type { IndexKey, TableIndex } from '../model/table-index.ts'
import { buildIndexSteps, whenBuilt } from './index-steps.ts'
import { dropIndexSteps } from './drop-index.ts'
import { indexComment } from './index-comment.ts'
import { indexDuplicates } from './index-duplicates.ts'
import { indexStatistics } from './index-statistics.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { distinctPart } from './partitioned-index.ts'
import { quarantineName } from './quarantine-name.ts'
import { editTable, put } from './schema-edit.ts'

/**
 * R13: the new one is built beside the old one, the names change hands, the old one goes. Never a moment without. One that
 * old versions still need goes behind the gate; new versions are served by the new one before, whatever it is called.
 */
export const replaceIndex: Operation<'replace_index'> = {
  describe: ({ table, after }) => `replace index ${after.name} on ${displayName(table)}`,
  phase: ({ before, after }, { facts }) =>
    standsInFor(after, before) || isRebuilt(before, facts) ? whenBuilt(after) : 'contract',
  effect: ({ table, before, after }, schema) =>
    editTable(schema, table, (now) => ({ ...now, indexes: put(now.indexes, after, before.name) })),

  *steps(change, context) {
    const { table, before, after } = change
    const { words } = context
    const phase = this.phase(change, context)
    const building = quarantineName(context, `n_${after.name}`)
    const old = quarantineName(context, `o_${before.name}`)
    const part = distinctPart(after.name, words.createIndex(table, after, false))
    yield* buildIndexSteps(
      table,
      { ...after, name: building },
      whenBuilt(after),
      context,
      indexDuplicates(table, after, context),
      part,
    )
    yield* indexStatistics(table, after, whenBuilt(after), context)
    yield ddlStep({
      phase,
      title: `swap index ${after.name} on ${displayName(table)}`,
      statements: [words.renameIndex(table, before.name, old), words.renameIndex(table, building, after.name)],
      inverse: undo([words.renameIndex(table, after.name, building), words.renameIndex(table, old, before.name)]),
      noticed: phase === 'contract' && before.unique,
      reason: 'R13: both names change hands in one transaction',
    })
    yield* indexComment(table, after, phase, context)
    yield* dropIndexSteps(
      table,
      { ...before, name: old },
      phase,
      `drop the old index ${before.name} on ${displayName(table)}`,
      context,
    )
  },
}

/** Where tables are rebuilt as a whole, a query of old versions that gets slower is no reason to do that behind the gate. */
function isRebuilt({ unique }: TableIndex, { concurrentIndexes }: Facts): boolean {
  return !unique && !concurrentIndexes
}

/** True when queries of old versions, and their ON CONFLICT, are served by `one` as well. */
function standsInFor(one: TableIndex, old: TableIndex): boolean {
  if (!old.valid) return true
  if (one.method !== old.method || one.where !== old.where) return false
  if (!old.include.every((column) => one.include.includes(column))) return false
  if (!old.unique) return old.keys.every((key, position) => sameValue(one.keys[position], key))
  const rules = new Set(one.keys.map(compared))
  return one.unique && one.keys.length === old.keys.length && old.keys.every((key) => rules.has(compared(key)))
}

/** By what ON CONFLICT finds an index, in which order matters to nobody. */
function compared({ on, collation, opclass }: IndexKey): string {
  return stableJson({ on, collation, opclass })
}
