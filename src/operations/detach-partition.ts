import { displayName } from '../model/name.ts'
import { standalone } from '../model/standalone.ts'
import { unproven } from './constraints-of.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { rowsOutside } from './partition-bound-steps.ts'
import { bounding, detachSteps } from './partition-steps.ts'
import { editTable, requireTable } from './schema-edit.ts'

/** Behind the gate: from then on whoever reads the partitioned table does not read these rows. They stay where they are. */
export const detachPartition: Operation<'detach_partition'> = {
  describe: ({ table, from }) => `detach partition ${displayName(table)} from ${displayName(from.table)}, and keep it`,
  phase: () => 'contract',
  effect: ({ table }, schema) => editTable(schema, table, (now) => standalone(schema, now)),

  *steps({ table: name, from }, context) {
    const { words } = context
    const table = requireTable(context.state, name)
    const misfits = rowsOutside(table, from, context)
    yield* detachSteps(table, from, context, [misfits])
    if (from.proof === null || from.proof === '') return
    const guard = bounding(context, table, 'bound', from.proof)
    yield ddlStep({
      phase: 'contract',
      title: `drop the check of the bound of ${displayName(name)}`,
      statements: [words.dropConstraint(name, guard)],
      inverse: undo([words.addConstraint(name, unproven(guard))], {
        note: 'refused while rows written since do not belong to the partition',
        prechecks: [misfits],
      }),
      noticed: true,
      reason: 'a table of its own takes any row',
    })
  },
}
