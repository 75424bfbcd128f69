import { displayName, nameKey } from '../model/name.ts'
import type { Trigger } from '../model/objects/trigger.ts'
import type { Rule } from './rule.ts'

/** hazards.md 7, rule 137. */
export const backfillFiresTriggers: Rule = {
  id: 'backfill-fires-triggers',
  severity: 'warn',
  why: 'The triggers run for each row that the backfill writes: an audit, an outbox or a time of change then tells of changes that nobody has made.',
  instead:
    'give the trigger a `when:` that leaves out what the backfill writes, or an `of:` list of the columns that matter',

  check({ change, before }) {
    if (change.kind !== 'run_backfill') return null
    const { table, set } = change.backfill
    const written = set.map(({ column }) => column)
    const names = before.objects
      .filter((object): object is Trigger => object.kind === 'trigger')
      .filter(({ on, enabled }) => enabled !== 'disabled' && nameKey(on.name) === nameKey(table))
      .filter(
        ({ events, columns }) =>
          events.includes('update') && (columns.length === 0 || columns.some((one) => written.includes(one))),
      )
      .map(({ name }) => name.name)
    return names.length === 0 ? null : `${names.join(', ')} of ${displayName(table)}: fired by every row that is filled`
  },
}
