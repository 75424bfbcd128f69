import { givenUpKeys } from '../model/given-up-keys.ts'
import { displayName } from '../model/name.ts'
import type { Rule } from './rule.ts'

export const integrityRemoved: Rule = {
  id: 'integrity-removed',
  severity: 'warn',
  why: 'Rows written from now on may break the rule, and then the way back is refused until they are mended.',
  instead: 'keep the constraint until nothing relies on it',

  check({ change }) {
    switch (change.kind) {
      case 'drop_check':
      case 'drop_exclusion':
      case 'drop_unique':
      case 'drop_foreign_key':
      case 'drop_primary_key':
        return `${displayName(change.table)} no longer enforces ${change.definition.name}`
      case 'add_primary_key': {
        const lost = givenUpKeys(change.definition, change.parts)
        const said = lost.map(({ table, definition }) => `${displayName(table)} no longer enforces ${definition.name}`)
        return lost.length === 0 ? null : said.join('; ')
      }
      case 'replace_check':
      case 'replace_foreign_key':
        return change.after.enforced === false && change.before.enforced !== false
          ? `${displayName(change.table)} no longer enforces ${change.before.name}`
          : null
      default:
        return null
    }
  },
}
