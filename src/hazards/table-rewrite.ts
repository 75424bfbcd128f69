import { displayName } from '../model/name.ts'
import { isSmallTable, notOnlineSince, type Rule } from './rule.ts'

export const tableRewrite: Rule = {
  id: 'table-rewrite',
  severity: 'block',
  why: 'The server writes the whole table and its indexes anew while nobody can read or write it; transactions with an older snapshot then see the table as empty.',
  instead:
    'add a new column, backfill it, move the application over and drop the old one; or allow this in a maintenance window',

  check(input) {
    const { step, facts } = input
    if (step.action.kind !== 'ddl' || !facts.concurrentIndexes) return null
    const rewrites = step.action.statements.filter(({ work }) => work === 'rewrite')
    const large = new Set(
      rewrites
        .flatMap(({ locks }) => locks.slice(0, 1).map(({ relation }) => relation))
        .filter((name) => !isSmallTable(name, input))
        .map(displayName),
    )
    if (large.size > 0) {
      return `${[...large].join(', ')} ${large.size === 1 ? 'is' : 'are'} rewritten under ACCESS EXCLUSIVE${notOnlineSince(input.change)}`
    }
    // It is new, and nobody waits for it; but for what the same transaction has locked before.
    return rewrites.some(({ locks }) => locks.length === 0) && !isSmallTable(step.subject, input)
      ? `${displayName(step.subject)} stays locked while a materialized view over it is computed`
      : null
  },
}
