import { displayName } from '../model/name.ts'
import type { Rule } from './rule.ts'

export const backfillOverwrites: Rule = {
  id: 'backfill-overwrites',
  severity: 'info',
  why: 'The rule changes values that are already there. The old ones are kept beside the table, so that a rollback can give them back.',
  instead: 'set a new column and leave the old one alone',

  check: ({ step }) =>
    step.action.kind === 'backfill' && step.action.archive !== null
      ? `values of ${step.action.backfill.set.map(({ column }) => `${displayName(step.subject)}.${column}`).join(', ')} are overwritten, the old ones kept`
      : null,
}
