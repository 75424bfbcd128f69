import type { Change } from '../model/change.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import type { Rule } from './rule.ts'

/** hazards.md 7, rule 77. */
export const notEnforced: Rule = {
  id: 'not-enforced',
  severity: 'warn',
  why: 'The constraint is written down and never checked: rows may break it, and whoever reads the schema takes them not to.',
  instead: 'leave `enforced: false` out, or say in a comment who keeps the promise',

  check: ({ change }) => {
    const names = unchecked(change)
    return names.length === 0 ? null : `${names.join(', ')}: nothing checks it`
  },
}

function unchecked(change: Change): readonly string[] {
  const named = (table: ObjectName, all: readonly { name: string; enforced?: false }[]): readonly string[] =>
    all.filter(({ enforced }) => enforced === false).map(({ name }) => `${name} of ${displayName(table)}`)
  switch (change.kind) {
    case 'add_check':
    case 'add_foreign_key':
      return named(change.table, [change.definition])
    case 'create_table':
      return named(change.table.name, [...change.table.checks, ...change.table.foreignKeys])
    default:
      return []
  }
}
