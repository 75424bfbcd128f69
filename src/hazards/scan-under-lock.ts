import { displayName } from '../model/name.ts'
import { blocks } from '../model/statement.ts'
import { isSmall, type Rule } from './rule.ts'

export const scanUnderLock: Rule = {
  id: 'scan-under-lock',
  severity: 'block',
  why: 'Every row is read under a lock that makes the application wait.',
  instead: 'let the old rows be proven by a constraint that is validated beside the application',

  check(input) {
    const { step, facts } = input
    if (step.action.kind !== 'ddl' || !facts.concurrentIndexes || isSmall(input)) return null
    const scan = step.action.statements.find(
      ({ work, locks }) => work === 'scan' && locks.some(({ mode }) => blocks(mode) !== 'nothing'),
    )
    return scan === undefined ? null : `${displayName(step.subject)} is read from end to end under a lock`
  },
}
