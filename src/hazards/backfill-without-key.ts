import { displayName } from '../model/name.ts'
import type { Rule } from './rule.ts'

export const backfillWithoutKey: Rule = {
  id: 'backfill-without-key',
  severity: 'warn',
  why: 'Without a key batches advance by row position: rows that are updated meanwhile move and are visited again.',
  instead: 'give the table a primary key first',

  check: ({ step }) =>
    step.action.kind === 'backfill' && step.action.key.length === 0
      ? `${displayName(step.subject)} has neither a primary key nor a unique key without NULLs`
      : null,
}
