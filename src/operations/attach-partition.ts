import { displayName } from '../model/name.ts'
import { attachment } from './attachment.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { proveBound, rowsOutside } from './partition-bound-steps.ts'
import { defaultBeside, guardDefault, pointers } from './partition-steps.ts'
import { editTable, requireTable } from './schema-edit.ts'

/** Behind the gate: from then on whoever reads the partitioned table reads these rows too, and no others can be added. */
export const attachPartition: Operation<'attach_partition'> = {
  describe: ({ table, to }) => `attach table ${displayName(table)} to ${displayName(to.table)} as a partition`,
  phase: () => 'contract',
  effect: ({ table, partition }, schema) => editTable(schema, table, () => partition),

  *steps(change, context) {
    const { words } = context
    const { table: name, to } = change
    const table = requireTable(context.state, name)
    const guard = yield* proveBound(table, to, context)
    const rest = defaultBeside(context.state, { ...table, partitionOf: to })
    const excluded = rest === null ? null : yield* guardDefault(table, to, rest, 'contract', context)
    const touched = attachment(table, to, context.state)
    const makesKey = touched.referenced.some(({ adopted }) => !adopted)
    const reads = guard === null || (rest !== null && excluded === null) || makesKey
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: [
        words.attachPartition(name, to, { ...touched, rest: rest?.name ?? null, reads }),
        ...(guard === null ? [] : [words.dropConstraint(name, guard)]),
        ...(rest === null || excluded === null ? [] : [words.dropConstraint(rest.name, excluded)]),
      ],
      prechecks: guard === null ? [rowsOutside(table, to, context)] : [],
      inverse: undo([words.detachPartition(name, to, touched, false)], { prechecks: pointers(table, to, context) }),
      noticed: true,
      reason: 'R24: reads no row, and lets readers and writers of the other partitions go on',
    })
  },
}
