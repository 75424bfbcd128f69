import type { ChangeOf } from '../model/change.ts'
import { innerChanges } from '../model/changes-of.ts'
import { displayName } from '../model/name.ts'
import type { Rule } from './rule.ts'

export const columnsMovedLive: Rule = {
  id: 'columns-moved-live',
  severity: 'warn',
  why: 'From one moment to the next the values are in another table: an application version that looks for them where they have been fails afterwards, one that looks for them where they go finds nothing before.',
  instead: 'stop the application, or what of it uses these columns, while the plan goes past the gate',

  check({ change }) {
    const moves = innerChanges(change).flatMap((one) => (one.kind === 'move_columns' ? [said(one)] : []))
    return moves.length === 0 ? null : moves.join('; ')
  },
}

function said({ move: { from, to, columns }, notOnline }: ChangeOf<'move_columns'>): string {
  const moved = columns.map(
    ({ before, after }) => `${displayName(from)}.${before.name} is ${displayName(to)}.${after.name} from here on`,
  )
  return `${moved.join(', ')}${notOnline === undefined ? '' : `; not online, since ${notOnline}`}`
}
