import type { Rule } from './rule.ts'
import { displayName } from '../model/name.ts'

export const renameThroughView: Rule = {
  id: 'rename-through-view',
  severity: 'warn',
  why: 'Until the gate is passed the old name is that of a view. Reading and writing rows goes through it; what takes a table does not: COPY, TRUNCATE, ON CONFLICT ON CONSTRAINT, MERGE before PostgreSQL 17, ctid and xmin, GROUP BY the primary key alone, pg_get_serial_sequence.',
  instead:
    'let the application name columns instead of these before this run, or write `renamed_from: { name: …, online: false }` and deploy the new version at the same moment',

  check: ({ change }) =>
    change.kind === 'open_shim'
      ? `${displayName(change.from)} is a view until the gate is passed: COPY, TRUNCATE and what else takes a table fails`
      : null,
}
