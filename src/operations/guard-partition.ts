import type { ForeignKey } from '../model/constraint.ts'
import { displayName, type ObjectName, sameName } from '../model/name.ts'
import { pointersTo, type Schema } from '../model/schema.ts'
import type { Query } from '../model/statement.ts'
import type { Table } from '../model/table.ts'
import { validateStep } from './proven-steps.ts'
import { unproven } from './constraints-of.ts'
import { ddlStep, type Operation, type PlanContext, type StepContext, undo } from './operation.ts'
import { bounding, type CheckConstraint } from './partition-steps.ts'
import { provenAgainStep } from './proven-again.ts'
import { requireTable } from './schema-edit.ts'

/**
 * R24: a check that is true for just the rows of the partition, proven beside readers and writers, so that ATTACH reads no
 * row. From here until the exchange no other rows can be written, so it comes right before that.
 */
export const guardPartition: Operation<'guard_partition'> = {
  describe: ({ table, holder }) =>
    `let ${displayName(table)} hold the rows of its partition ${displayName(holder.name)} alone`,
  phase: () => 'validate',
  effect: (_change, schema) => schema,

  *steps(change, context) {
    const { table: name, holder } = change
    const { words, state } = context
    const table = requireTable(state, name)
    for (const { owner, definition } of foreignKeysTo(state, name).filter((key) => key.definition.validated))
      yield provenAgainStep(owner.name, { kind: 'foreign_key', definition }, 'validate', context)
    const guard = guardOf(context, table, holder)
    if (guard === null) return
    const misfits = rowsBeyond(table, holder, context)
    yield ddlStep({
      phase: 'validate',
      title: `write down the bound of ${displayName(holder.name)} as a check of ${displayName(name)}`,
      statements: [words.addConstraint(name, unproven(guard))],
      prechecks: [misfits],
      inverse: undo([words.dropConstraint(name, guard, 'if_there')]),
      reason: 'R24: a check … NOT VALID, so no row is read under the lock',
    })
    yield { ...validateStep(name, guard, 'validate', context), prechecks: [misfits] }
  },
}

/** The check of the bound for the time of the change; null where nothing can be proven, or nothing has to be. */
export function guardOf(context: PlanContext, table: Table, { partitionOf }: Table): CheckConstraint | null {
  const proof = partitionOf?.proof ?? ''
  return proof === '' ? null : bounding(context, table, 'bound', proof)
}

function rowsBeyond(table: Table, { name, partitionOf }: Table, { words }: StepContext): Query {
  return {
    ...words.questions.outside(table, partitionOf?.proof ?? 'true'),
    failure: `${displayName(table.name)} has rows that do not belong to ${partitionOf?.bound ?? ''}`,
    help: `Choose a bound for ${displayName(name)} that takes all of them, or let it be the default partition.`,
  }
}

export interface KeyTo {
  readonly owner: Table
  readonly definition: ForeignKey
}

/** Foreign keys of other tables that point to it. */
export function foreignKeysTo(state: Schema, name: ObjectName): KeyTo[] {
  return pointersTo(state, name)
    .filter((owner) => !sameName(owner.name, name))
    .flatMap((owner) =>
      owner.foreignKeys
        .filter(({ references }) => sameName(references.table, name))
        .map((definition) => ({ owner, definition })),
    )
}
