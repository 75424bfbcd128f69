import { displayName } from '../model/name.ts'
import type { Rule } from './rule.ts'

export const sqliteRebuild: Rule = {
  id: 'sqlite-rebuild',
  severity: 'info',
  why: 'SQLite copies the table into a new one. Writers wait meanwhile, and the file needs room for both.',
  instead: 'nothing: it is the only way, and it happens in one transaction',

  check: ({ change }) =>
    change.kind === 'rebuild_table' ? `${displayName(change.before.name)} is copied and replaced` : null,
}
