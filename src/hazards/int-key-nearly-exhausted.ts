import { nearly, told } from './int-key-exhaustion.ts'
import type { Rule } from './rule.ts'

/** hazards.md 7, rule 64. */
export const intKeyNearlyExhausted: Rule = {
  id: 'int-key-nearly-exhausted',
  severity: 'block',
  perTable: true,
  why: 'Soon every INSERT into the table fails. A change that gives the column more room has to come before any other, which would only make it wait.',
  instead: 'declare the column, and those that point to it, as bigint: now, and in a plan of its own',

  check: (input) => told(input, 'more than 80%', ({ percent }) => percent >= nearly),
}
