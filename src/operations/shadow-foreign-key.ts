import { displayName } from '../model/name.ts'
import { validateStep } from './proven-steps.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { foreignKeyByPartition, needsProofByPartition } from './partitioned-foreign-key.ts'
import { shadowedForeignKey } from './swap-names.ts'

/** R8 for the columns that are going to take the place of others: unproven first, then proven beside readers and writers. */
export const shadowForeignKey: Operation<'shadow_foreign_key'> = {
  describe: ({ table, definition }) =>
    `prepare foreign key ${definition.name} on ${displayName(table)} for new columns`,
  phase: () => 'validate',
  effect: (_change, schema) => schema,

  *steps(change, context) {
    const { table, definition, swaps, onPrimaryKey } = change
    const { words } = context
    const key = shadowedForeignKey(table, definition, swaps, context)
    if (needsProofByPartition(table, context)) {
      for (const step of foreignKeyByPartition(table, key, null, 'validate', context))
        yield { ...step, phase: 'validate', prechecks: [] }
      return
    }
    const constraint = { kind: 'foreign_key' as const, definition: key }
    const unproven = { kind: 'foreign_key' as const, definition: { ...key, validated: false } }
    yield ddlStep({
      phase: 'validate',
      title: this.describe(change),
      statements: [
        words.lockTable(definition.references.table, 'share_row_exclusive'),
        words.addConstraint(table, unproven),
      ],
      inverse: undo([words.dropConstraint(table, unproven, 'if_there')], { note: 'taking the exchange back drops it' }),
      reason: 'R8: NOT VALID, so no row is read under the lock; what others point to is locked first',
    })
    if (!definition.validated) return
    yield {
      ...validateStep(table, constraint, 'validate', context),
      title: `validate foreign key ${definition.name} on ${displayName(table)} for new columns`,
      prechecks: [],
      // The exchange has dropped the old one, and taking it back adds it unproven.
      ...(onPrimaryKey
        ? {
            inverse: undo([words.validateConstraint(table, { kind: 'foreign_key', definition })], {
              note: 'proves the old foreign key again, beside readers and writers',
            }),
          }
        : {}),
    }
  },
}
