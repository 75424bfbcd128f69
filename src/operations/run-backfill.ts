import { displayName } from '../model/name.ts'
import { keyOf } from './batch-key.ts'
import { isNewColumn, isNewTable, type Operation, undoNothing } from './operation.ts'
import { quarantinedValues } from './quarantine-name.ts'
import { requireTable } from './schema-edit.ts'

/** Batches along the key (hazards.md 4A). Values that stood there before are kept, unless the column is itself new. */
export const runBackfill: Operation<'run_backfill'> = {
  describe: ({ backfill }) => `backfill ${displayName(backfill.table)}.${backfill.name}`,
  phase: () => 'backfill',
  effect: (_change, schema) => schema,

  *steps(change, context) {
    const { backfill } = change
    if (isNewTable(context, backfill.table)) return
    const table = requireTable(context.state, backfill.table)
    const key = keyOf(table)
    const overwrites = backfill.set.filter(({ column }) => !isNewColumn(context, backfill.table, column))
    // Without a key there is no telling which row an old value belongs to.
    const archive =
      overwrites.length === 0 || key.length === 0 ? null : quarantinedValues(context, backfill.table, backfill.name)
    yield {
      phase: 'backfill',
      title: this.describe(change),
      action: { kind: 'backfill', backfill, key, archive },
      prechecks: [],
      verify: [context.words.questions.unfilled(backfill)],
      inverse:
        archive === null
          ? overwrites.length === 0
            ? undoNothing('the columns it fills are new and go away with their values')
            : { ...undoNothing('the table has no key, so the old values cannot be kept'), exactness: 'none' }
          : {
              ...undoNothing('every row gets its old value back, unless the application has changed it since'),
              action: { kind: 'restore', backfill, key, archive },
            },
      quarantines:
        archive === null
          ? []
          : [{ kind: 'values', name: backfill.table, column: null, keptAs: { name: archive, column: null } }],
      noticed: false,
      reason:
        overwrites.length === 0 ? 'fills new columns in batches' : 'overwrites in batches; old values are kept aside',
    }
  },
}
