import type { Change } from '../model/change.ts'
import { displayName } from '../model/name.ts'
import { type Rule, together } from './rule.ts'

/** hazards.md 7, rule 46. A default that comes or goes is no value that anybody could have remembered. */
export const defaultChangeCached: Rule = {
  id: 'default-change-cached',
  severity: 'info',
  why: 'Frameworks that read the defaults when they start (Rails with partial inserts off, for one) go on to write the old value until they are started again.',
  instead: 'start the application again after the change, or let it leave the column out of its INSERTs',

  check: ({ change }) => together(changed(change)),
}

function changed(change: Change): readonly string[] {
  if (change.kind === 'rebuild_table') return change.changes.flatMap(changed)
  if (change.kind === 'recreate_objects') return change.around.flatMap(changed)
  if (change.kind !== 'change_default') return []
  const [was, will] = [change.before.default, change.after.default]
  if (was === null || will === null || value(was) === value(will)) return []
  return [`${displayName(change.table)}.${change.after.name}: ${was} becomes ${will}`]
}

/** Without its type, which may change alone. */
function value(expression: string): string {
  return expression.replace(/^'((?:[^']|'')*)'(?:::[^']+)?$/, '$1')
}
