import { displayName } from '../model/name.ts'
import { isSmallTable, type Rule } from './rule.ts'

export const tableRewrite: Rule = {
  id: 'table-rewrite',
  severity: 'block',
  why: 'The server writes the whole table and its indexes anew while nobody can read or write it; transactions with an older snapshot then see the table as empty.',
  instead:
    'add a new column, backfill it, move the application over and drop the old one; or allow this in a maintenance window',

  check(input) {
    const { step, facts } = input
    if (step.action.kind !== 'ddl' || !facts.concurrentIndexes) return null
    const rewritten = step.action.statements.flatMap(({ work, locks }) =>
      work === 'rewrite' ? [locks[0]?.relation ?? step.subject] : [],
    )
    const large = new Set(rewritten.filter((name) => !isSmallTable(name, input)).map(displayName))
    return large.size === 0
      ? null
      : `${[...large].join(', ')} ${large.size === 1 ? 'is' : 'are'} rewritten under ACCESS EXCLUSIVE`
  },
}
