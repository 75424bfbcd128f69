import { displayName } from '../model/name.ts'
import { builtUnderLock } from './exclusion-build.ts'
import { isSmall, notOnlineSince, type Rule } from './rule.ts'

export const indexRebuildUnderLock: Rule = {
  id: 'index-rebuild-under-lock',
  severity: 'block',
  why: 'The change makes the server rebuild indexes of the table while nobody can read or write it.',
  instead: 'drop the indexes on the column first and create them again after the change: both go CONCURRENTLY',

  check(input) {
    const { change, step, facts } = input
    if (builtUnderLock(change) !== null) return null
    if (step.action.kind !== 'ddl' || !facts.concurrentIndexes || isSmall(input)) return null
    const rebuilds = step.action.statements.some(
      ({ work, locks }) => work === 'index_build' && locks.some(({ mode }) => mode === 'access_exclusive'),
    )
    return rebuilds
      ? `indexes of ${displayName(step.subject)} are rebuilt under ACCESS EXCLUSIVE${notOnlineSince(change)}`
      : null
  },
}
