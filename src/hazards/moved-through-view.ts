import { mirrorOf } from '../model/mirror.ts'
import { displayName } from '../model/name.ts'
import type { Rule } from './rule.ts'

export const movedThroughView: Rule = {
  id: 'moved-through-view',
  severity: 'warn',
  why: 'Until the gate is passed one of the two tables is a view over the other. Reading and writing rows goes through it; what takes a table does not: INSERT … ON CONFLICT, COPY, TRUNCATE, ctid and xmin. It is read by the indexes of the other table alone, a row that holds none of the values is no row of it, and whoever changes its key changes that of the other table.',
  instead:
    'let the application do without these before this run, or write `moved_from: { column: …, online: false }` and stop it while the plan goes past the gate',

  check: ({ change }) =>
    change.kind === 'open_move'
      ? `${displayName(mirrorOf(change.move).narrow)} is a view until the gate is passed: INSERT … ON CONFLICT, COPY, TRUNCATE and what else takes a table fails`
      : null,
}
