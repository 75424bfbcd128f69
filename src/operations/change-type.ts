import { displayName } from '../model/name.ts'
import { ddlStep, isNewTable, type Operation, undo } from './operation.ts'
import { editColumn, requireTable } from './schema-edit.ts'

/**
 * Done directly: the words say what the server makes of it (hazards.md 1B). What costs more than the catalog waits
 * behind the gate. Both ways are guarded by the same question: does every value survive there and back?
 */
export const changeType: Operation<'change_type'> = {
  describe: ({ table, before, after }) => `change type of ${displayName(table)}.${after.name} from ${before.type} to ${after.type}`,

  phase({ table, before, after }, { words, actual }) {
    const now = actual.tables.find(({ name }) => name.name === table.name && name.schema === table.schema)
    return now !== undefined && words.setType(now, before, after).work === 'catalog' ? 'expand' : 'contract'
  },

  effect: ({ table, after }, schema) =>
    editColumn(schema, table, after.name, (column) => ({ ...column, type: after.type, collation: after.collation })),

  *steps(change, context) {
    const { table, before, after } = change
    const { words, state } = context
    const now = requireTable(state, table)
    const phase = this.phase(change, context)
    yield ddlStep({
      phase,
      title: this.describe(change),
      statements: [words.setType(now, before, after), words.analyze(table, [after.name])],
      prechecks: isNewTable(context, table) ? [] : [words.questions.lostByConversion(now, before, after)],
      inverse: undo([words.setType(changed(), after, before), words.analyze(table, [after.name])], {
        note: 'refused while rows written since hold values that the old type cannot',
        prechecks: [words.questions.lostByConversion(changed(), after, before)],
      }),
      noticed: phase === 'contract',
      reason:
        phase === 'expand'
          ? 'R18: the server only changes its catalog'
          : 'R19: the table is rewritten or an index rebuilt, so it waits behind the gate',
    })

    function changed(): typeof now {
      return {
        ...now,
        columns: now.columns.map((column) =>
          column.name === after.name ? { ...column, type: after.type, collation: after.collation } : column,
        ),
      }
    }
  },
}
