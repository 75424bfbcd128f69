import { displayName } from '../model/name.ts'
import { buildIndexSteps } from './index-steps.ts'
import { dropIndexSteps } from './drop-index.ts'
import { indexComment } from './index-comment.ts'
import { indexDuplicates } from './index-duplicates.ts'
import { indexStatistics } from './index-statistics.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { distinctPart } from './partitioned-index.ts'
import { quarantineName } from './quarantine-name.ts'
import { editTable, put } from './schema-edit.ts'

/** R13: the new one is built beside the old one, the names change hands, the old one goes. Never a moment without. */
export const replaceIndex: Operation<'replace_index'> = {
  describe: ({ table, after }) => `replace index ${after.name} on ${displayName(table)}`,
  phase: ({ after }) => (after.unique ? 'validate' : 'expand'),
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
      phase,
      context,
      indexDuplicates(table, after, context),
      part,
    )
    yield* indexStatistics(table, after, phase, context)
    yield ddlStep({
      phase,
      title: `swap index ${after.name} on ${displayName(table)}`,
      statements: [words.renameIndex(table, before.name, old), words.renameIndex(table, building, after.name)],
      inverse: undo([words.renameIndex(table, after.name, building), words.renameIndex(table, old, before.name)]),
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
