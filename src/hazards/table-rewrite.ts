import { displayName } from '../model/name.ts'
import { isSmall, type Rule } from './rule.ts'

export const tableRewrite: Rule = {
  id: 'table-rewrite',
  severity: 'block',
  why: 'The server writes the whole table and its indexes anew while nobody can read or write it; transactions with an older snapshot then see the table as empty.',
  instead:
    'add a new column, backfill it, move the application over and drop the old one; or allow this in a maintenance window',

  check(input) {
    const { step, facts } = input
    if (step.action.kind !== 'ddl' || !facts.concurrentIndexes || isSmall(input)) return null
    return step.action.statements.some(({ work }) => work === 'rewrite')
      ? `${displayName(step.subject)} is rewritten under ACCESS EXCLUSIVE`
      : null
  },
}
