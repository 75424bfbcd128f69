import type { Check } from '../model/constraint.ts'
import { displayName } from '../model/name.ts'
import type { Query } from '../model/statement.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { requireTable } from './schema-edit.ts'
import { guardName, swapNames } from './swap-names.ts'
import { columnList } from './shadow-columns.ts'

/**
 * What fits the new type alone is NULL in the old columns, which are no longer required. Two steps that do nothing on the way
 * there prove on the way back, beside readers and writers, that no such row has come (R4): its value would be lost.
 */
export const guardSwap: Operation<'guard_swap'> = {
  describe: ({ swap }) => `keep the way back of ${columnList(swap)} open`,
  phase: () => 'contract',
  effect: (_change, schema) => schema,

  *steps(change, context) {
    const { table, swap } = change
    const { words } = context
    const names = swapNames(context, table)
    const guards = swap.pairs.map(({ before, after }) => {
      const aside = words.quote(names(before.name).aside)
      const definition: Check = {
        name: guardName(context, table, before.name),
        expression: `${aside} is not null${before.nullable ? ` or ${words.quote(after.name)} is null` : ''}`,
        validated: false,
      }
      const question: Query = {
        ...words.questions.violators(requireTable(context.state, table), definition),
        failure: `${displayName(table)}.${after.name} has values that the old ${before.type} cannot hold`,
        help:
          'Give these rows other values first, or stay with the new type. One that does fit was written while the column went by a name that no plan had given it: ' +
          `update ${words.qualify(table)} set ${words.quote(after.name)} = ${words.quote(after.name)} where ${aside} is null.`,
      }
      return { guard: { kind: 'check' as const, definition }, question }
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
        { prechecks: guards.map(({ question }) => question) },
      ),
      noticed: true,
      reason: '3A: nothing to do on the way there',
    })
  },
}
