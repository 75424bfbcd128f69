import type { RunningOut } from '../dialects/dialect.ts'
import { displayName, nameKey } from '../model/name.ts'
import { tableOf } from '../model/schema.ts'
import { columnOf } from '../model/table.ts'
import { type Rule, type RuleInput, together } from './rule.ts'

/** hazards.md 7, rule 64. From `nearly` on it is another rule's. */
export const nearly = 80

export const intKeyExhaustion: Rule = {
  id: 'int-key-exhaustion',
  severity: 'warn',
  perTable: true,
  why: 'When a sequence has given out its last number, every INSERT into the table fails. What the column is widened to has to be written into every row first, which takes its time.',
  instead: 'declare the column, and those that point to it, as bigint',

  check: (input) => told(input, 'more than half', ({ percent }) => percent < nearly),
}

/** The columns of the step's table that run out, and keep the type that they run out in. */
export function told(
  { step, after, statistics }: RuleInput,
  amount: string,
  wanted: (one: RunningOut) => boolean,
): string | null {
  const table = tableOf(after, step.subject)
  const running = statistics.tables.get(nameKey(step.subject))?.runningOut ?? []
  if (table === undefined) return null
  const staying = running.filter((one) => wanted(one) && columnOf(table, one.column)?.type === one.type)
  return together(
    staying.map(({ column, type }) => {
      const numbers = `the numbers of ${displayName(table.name)}.${column} (${type})`
      return `${amount} of ${numbers} are used up`
    }),
  )
}
