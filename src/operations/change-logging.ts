import { displayName } from '../model/name.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { editTable } from './schema-edit.ts'

/** Both ways the server writes the whole table anew under the strongest lock, so it waits behind the gate. */
export const changeLogging: Operation<'change_logging'> = {
  describe: ({ table, unlogged }) => `make ${displayName(table)} ${unlogged ? 'unlogged' : 'logged'}`,
  phase: () => 'contract',
  effect: ({ table, unlogged }, schema) =>
    editTable(schema, table, (now) => ({ ...now, physical: { ...now.physical, unlogged } })),

  *steps(change, { words }) {
    const { table, unlogged } = change
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: [words.setLogging(table, unlogged)],
      inverse: undo([words.setLogging(table, !unlogged)], { note: 'the table is written anew once more' }),
      noticed: true,
      reason: unlogged
        ? '1E: the table is rewritten; from then on a crash of the server empties it, and replicas never see it'
        : '1E: the table is rewritten, and all of it goes to the write-ahead log',
    })
  },
}
