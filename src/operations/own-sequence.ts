import { displayName } from '../model/name.ts'
import { refKey } from '../model/object-ref.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { editColumn } from './schema-edit.ts'

/** A sequence that is there already becomes the column's own, with its counter; the column is there by then. */
export const ownSequence: Operation<'own_sequence'> = {
  describe: ({ table, column, sequence }) =>
    `make sequence ${displayName(sequence.name)} that of ${displayName(table)}.${column.name}`,
  phase: () => 'expand',
  effect: ({ table, column, sequence }, schema) => ({
    ...editColumn(schema, table, column.name, (now) => ({
      ...now,
      sequence: column.sequence,
      identity: column.identity,
      default: column.default,
    })),
    // Its owner is the table's from now on.
    objects: schema.objects.filter(
      (object) =>
        refKey(object) !== refKey(sequence) &&
        (object.kind !== 'owner' || object.on === null || refKey(object.on) !== refKey(sequence)),
    ),
  }),

  *steps(change, { words }) {
    const { table, column, sequence } = change
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: [words.sequences.setOwner(table, sequence.name.name, column.name)],
      inverse: undo([words.sequences.setOwner(table, sequence.name.name, null)]),
      reason: 'only ownership: it goes with the column from now on, and its counter stays where it is',
    })
  },
}
