import { displayName } from '../model/name.ts'
import { newIndexes } from './duplicate-index.ts'
import { type Rule, together } from './rule.ts'

/** hazards.md 7, rule 96. A unique one says what the rows are told apart by, and cannot be narrower. */
export const wideIndex: Rule = {
  id: 'wide-index',
  severity: 'info',
  why: 'Every further column makes the index larger and is written with each change of it, while most queries are served by the first two or three.',
  instead: 'leave out what the queries do not look for, or put it under `include` if they only read it',

  check: ({ change }) =>
    together(
      newIndexes(change)
        .filter(({ index }) => !index.unique && index.method === 'btree' && index.keys.length > 3)
        .map(({ table, index }) => `${index.name} of ${displayName(table)} has ${index.keys.length} key columns`),
    ),
}
