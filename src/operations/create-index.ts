import { displayName } from '../model/name.ts'
import { buildIndexSteps, whenBuilt } from './index-steps.ts'
import { indexComment } from './index-comment.ts'
import { indexDuplicates } from './index-duplicates.ts'
import { indexStatistics } from './index-statistics.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { quarantineName } from './quarantine-name.ts'
import { editTable, put } from './schema-edit.ts'
import { placeTaken } from './place-taken.ts'

/** R13 and R10. */
export const createIndex: Operation<'create_index'> = {
  describe: ({ table, index }) => `create ${index.unique ? 'unique ' : ''}index ${index.name} on ${displayName(table)}`,
  phase: (change, context) => (placeTaken(change, context) === undefined ? whenBuilt(change.index) : 'contract'),
  effect: ({ table, index }, schema) =>
    editTable(schema, table, (now) => ({ ...now, indexes: put(now.indexes, index) })),

  *steps(change, context) {
    const { table, index } = change
    const phase = this.phase(change, context)
    const first = whenBuilt(index)
    const building = placeTaken(change, context) === undefined ? index.name : quarantineName(context, `n_${index.name}`)
    const duplicates = indexDuplicates(table, index, context)
    yield* buildIndexSteps(table, { ...index, name: building }, first, context, duplicates)
    yield* indexStatistics(table, index, first, context)
    if (building !== index.name) {
      yield ddlStep({
        phase,
        title: `give index ${index.name} on ${displayName(table)} its name`,
        statements: [context.words.renameIndex(table, building, index.name)],
        inverse: undo([context.words.renameIndex(table, index.name, building)]),
        reason: 'R13: the constraint of that name is gone, and there was no moment without a unique index',
      })
    }
    yield* indexComment(table, index, phase, context)
  },
}
