import { displayName } from '../model/name.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { editColumn } from './schema-edit.ts'

/** Ownership alone: the default goes on taking its numbers, and the counter stays where it is. */
export const releaseSequence: Operation<'release_sequence'> = {
  describe: ({ table, column, sequence }) =>
    `let sequence ${displayName(sequence.name)} be nobody's instead of ${displayName(table)}.${column.name}'s`,
  phase: () => 'expand',
  // The schema is compared as it is after that (`diff/sequence-owners.ts`), but steps begin from what there is.
  effect: ({ table, column, next }, schema) =>
    editColumn(schema, table, column.name, (now) => ({ ...now, sequence: null, identity: null, default: next })),

  *steps(change, { words }) {
    const { table, column, sequence } = change
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: [words.sequences.setOwner(table, sequence.name.name, null)],
      inverse: undo([words.sequences.setOwner(table, sequence.name.name, column.name)]),
      reason: 'the sequence would go with the column; this way it stays, and so does its counter',
    })
  },
}
