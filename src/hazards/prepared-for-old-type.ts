import type { Change } from '../model/change.ts'
import { innerChanges, typesReplacedBy } from '../model/changes-of.ts'
import { displayName } from '../model/name.ts'
import { type Rule, together } from './rule.ts'

/** A statement keeps the types of its parameters for as long as it is prepared, and no enum is compared with another one. */
export const preparedForOldType: Rule = {
  id: 'prepared-for-old-type',
  severity: 'warn',
  why: 'Statements that a session has prepared by name go on to take the old type for their parameters (42883, 42804), and say so at each use until they are prepared again.',
  instead:
    'let sessions begin anew behind the gate, or leave statements unprepared meanwhile (prepareThreshold=0, statement_cache_size=0)',

  check: ({ change }) => together(innerChanges(change).flatMap(replaced)),
}

function replaced(change: Change): readonly string[] {
  return typesReplacedBy(change).flatMap(({ kind, after }) =>
    kind === 'enum' ? [`${displayName(after.name)} is another type from here on`] : [],
  )
}
