import type { Change } from '../model/change.ts'
import { displayName } from '../model/name.ts'
import { isSmall, type Rule } from './rule.ts'

export const exclusionBuild: Rule = {
  id: 'exclusion-build',
  severity: 'block',
  why: 'PostgreSQL has no online form for exclusions and keys without overlaps: the index is built while nobody can read or write the table.',
  instead: 'apply it in a quiet hour, while the table is small, or to a new table that is filled afterwards',

  check(input) {
    const { change, step, facts } = input
    if (step.action.kind !== 'ddl' || !facts.concurrentIndexes || isSmall(input)) return null
    const name = builtUnderLock(change)
    const builds = step.action.statements.some(({ work }) => work === 'index_build')
    return name !== null && builds ? `the index of ${name} is built while ${displayName(step.subject)} is locked` : null
  },
}

/** The exclusion, or key without overlaps, that a change adds; null for other changes. */
export function builtUnderLock(change: Change): string | null {
  switch (change.kind) {
    case 'add_exclusion':
      return change.definition.name
    case 'replace_exclusion':
      return change.after.name
    case 'add_primary_key':
    case 'add_unique':
      return change.definition.withoutOverlaps === true ? change.definition.name : null
    case 'replace_primary_key':
    case 'replace_unique':
      return change.after.withoutOverlaps === true ? change.after.name : null
    default:
      return null
  }
}
