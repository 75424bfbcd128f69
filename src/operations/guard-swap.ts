import type { Check } from '../model/constraint.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { requireTable } from './schema-edit.ts'
import { guardName, swapNames } from './swap-names.ts'
import { columnList } from './shadow-columns.ts'

/**
 * The old columns are no longer required, since what fits the new type alone is NULL in them. Two steps that do nothing on
 * the way there prove on the way back, beside readers and writers, that no such row has come (R4).
 */
export const guardSwap: Operation<'guard_swap'> = {
  describe: ({ swap }) => `keep the way back of ${columnList(swap)} open`,
  phase: () => 'contract',
  effect: (_change, schema) => schema,

  *steps(change, context) {
    const { table, swap } = change
    const { words } = context
    const names = swapNames(context, table)
    const guards = swap.pairs
      .filter(({ before }) => !before.nullable)
      .map(({ before }) => {
        const definition: Check = {
          name: guardName(context, table, before.name),
          expression: `${words.quote(names(before.name).aside)} is not null`,
          validated: false,
        }
        const guard = { kind: 'check' as const, definition }
        return { guard, aside: names(before.name).aside }
      })
    yield ddlStep({
      phase: 'contract',
      title: `${this.describe(change)}: prove that it has every value`,
      statements: [],
      inverse: undo(
        guards.map(({ guard }) => words.validateConstraint(table, guard, 'if_there')),
        { note: 'refused when rows written since hold values that the old type cannot' },
      ),
      noticed: true,
      reason: '3A: nothing to do on the way there',
    })
    yield ddlStep({
      phase: 'contract',
      title: `${this.describe(change)}: guard it against missing values`,
      statements: [],
      inverse: undo(
        guards.map(({ guard }) => words.addConstraint(table, guard)),
        { prechecks: guards.map(({ aside }) => words.questions.nulls(requireTable(context.state, table), aside)) },
      ),
      noticed: true,
      reason: '3A: nothing to do on the way there',
    })
  },
}
