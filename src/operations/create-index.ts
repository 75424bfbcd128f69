import { displayName } from '../model/name.ts'
import { buildIndexSteps } from './index-steps.ts'
import { indexComment } from './index-comment.ts'
import { indexDuplicates } from './index-duplicates.ts'
import { indexStatistics } from './index-statistics.ts'
import type { Operation } from './operation.ts'
import { editTable, put } from './schema-edit.ts'

/** R13 and R10. A unique index proves the rows, so it belongs to validate. */
export const createIndex: Operation<'create_index'> = {
  describe: ({ table, index }) => `create ${index.unique ? 'unique ' : ''}index ${index.name} on ${displayName(table)}`,
  phase: ({ index }) => (index.unique ? 'validate' : 'expand'),
  effect: ({ table, index }, schema) =>
    editTable(schema, table, (now) => ({ ...now, indexes: put(now.indexes, index) })),

  *steps(change, context) {
    const { table, index } = change
    const phase = this.phase(change, context)
    yield* buildIndexSteps(table, index, phase, context, indexDuplicates(table, index, context))
    yield* indexStatistics(table, index, phase, context)
    yield* indexComment(table, index, phase, context)
  },
}
