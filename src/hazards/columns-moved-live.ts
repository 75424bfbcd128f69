import { displayName } from '../model/name.ts'
import type { Rule } from './rule.ts'

export const columnsMovedLive: Rule = {
  id: 'columns-moved-live',
  severity: 'warn',
  why: 'From one moment to the next the values are in another table: an application version that looks for them where they have been fails afterwards, one that looks for them where they go finds nothing before.',
  instead: 'stop the application, or what of it uses these columns, while the plan goes past the gate',

  check({ change }) {
    if (change.kind !== 'move_columns') return null
    const { from, to, columns } = change.move
    const moved = columns.map(
      ({ before, after }) => `${displayName(from)}.${before.name} is ${displayName(to)}.${after.name} from here on`,
    )
    return `${moved.join(', ')}${change.notOnline === undefined ? '' : `; not online, since ${change.notOnline}`}`
  },
}
