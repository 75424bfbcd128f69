import { displayName, type ObjectName, sameName } from '../model/name.ts'
import { blocks, type Lock, type Statement } from '../model/statement.ts'
import { isSmallTable, type Rule } from './rule.ts'

export const scanUnderLock: Rule = {
  id: 'scan-under-lock',
  severity: 'block',
  why: 'Every row is read under a lock that makes the application wait.',
  instead:
    'let the old rows be proven by a constraint that is validated beside the application, or give what is asked for, such as the highest number, an index in a plan before',

  check(input) {
    const { step, facts } = input
    if (step.action.kind !== 'ddl' || !facts.concurrentIndexes) return null
    const { statements } = step.action
    const held = statements.flatMap(({ locks }) => locks.filter(({ mode }) => blocks(mode) !== 'nothing'))
    const read = statements
      .filter(({ work }) => work === 'scan')
      .flatMap((statement) => readBy(statement, step.subject, held))
    const large = new Set(read.filter((name) => !isSmallTable(name, input)).map(displayName))
    return large.size === 0
      ? null
      : `${[...large].join(', ')} ${large.size === 1 ? 'is' : 'are'} read from end to end under a lock`
  },
}

/** The table that the step is about, or all that are locked: those with columns of a domain, say. `held`: by the whole step. */
function readBy({ locks }: Statement, subject: ObjectName, held: readonly Lock[]): ObjectName[] {
  const locked = locks
    .map(({ relation }) => relation)
    .filter((name) => held.some(({ relation }) => sameName(relation, name)))
  const own = locked.filter((name) => sameName(name, subject))
  return own.length === 0 ? locked : own
}
