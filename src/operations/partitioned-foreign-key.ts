import type { Constraint, ForeignKey } from '../model/constraint.ts'
import { leavesOf } from '../model/family.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import type { Statement } from '../model/statement.ts'
import type { Phase } from '../model/step.ts'
import { offenders } from './offenders.ts'
import { validateStep } from './proven-steps.ts'
import { ddlStep, type StepContext, type StepDraft, undo } from './operation.ts'
import { hasStandingPartitions } from './partitioned-index.ts'
import { quarantineName } from './quarantine-name.ts'

/** Before PostgreSQL 18 a partitioned table takes no foreign key NOT VALID, but its partitions do (R8). */
export function needsProofByPartition(table: ObjectName, context: StepContext): boolean {
  return !context.facts.unprovenPartitionedForeignKeys && hasStandingPartitions(context, table)
}

/**
 * R8: the same key NOT VALID on each partition, validated there; the one of the whole table takes them for its own and
 * reads nothing. `before`: the key whose place it takes.
 */
export function* foreignKeyByPartition(
  table: ObjectName,
  key: ForeignKey,
  before: ForeignKey | null,
  phase: Phase,
  context: StepContext,
): Iterable<StepDraft> {
  const { words, state } = context
  // Beside a key that is to be replaced the new ones need names of their own.
  const name = before === null ? key.name : quarantineName(context, key.name)
  const own = foreignKey({ ...key, name })
  const early = phase === 'contract' ? 'contract' : 'expand'
  const late = phase === 'contract' ? 'contract' : 'validate'
  const leaves = leavesOf(state, table)
  for (const [position, leaf] of leaves.entries()) {
    yield ddlStep({
      phase: early,
      title: `add foreign key ${name} on ${displayName(leaf.name)} for new rows`,
      statements: [words.addConstraint(leaf.name, foreignKey({ ...key, name, validated: false }))],
      prechecks: position === 0 ? offenders(table, foreignKey(key), context) : [],
      inverse: undo([words.dropConstraint(leaf.name, own, 'if_there')]),
      reason: 'R8: NOT VALID, so no row is read under the lock; only partitions take it so before PostgreSQL 18',
    })
  }
  for (const leaf of leaves) yield { ...validateStep(leaf.name, own, late, context), prechecks: [] }
  const added: Statement = { ...words.addConstraint(table, foreignKey(key)), work: 'catalog', timeout: 'fast' }
  yield ddlStep({
    phase: late,
    title: `${before === null ? 'add' : 'replace'} foreign key ${key.name} on ${displayName(table)}`,
    statements: [
      ...(before === null ? [] : [words.dropConstraint(table, foreignKey(before))]),
      { ...added, locks: [...added.locks, { mode: 'access_exclusive', relation: key.references.table }] },
    ],
    inverse: undo(
      [
        // Columns that change hands take it along, and drop it when they change back.
        words.dropConstraint(table, foreignKey(key), 'if_there'),
        ...(before === null ? [] : [words.addConstraint(table, foreignKey(before))]),
      ],
      before === null
        ? { note: 'those of the partitions go with it' }
        : {
            note: 'reads every row under its lock; refused while rows written since break the old rule',
            prechecks: offenders(table, foreignKey(before), context),
          },
    ),
    reason: 'R8: takes over the proven ones of the partitions, reads nothing',
  })
}

function foreignKey(definition: ForeignKey): Extract<Constraint, { readonly kind: 'foreign_key' }> {
  return { kind: 'foreign_key', definition }
}
