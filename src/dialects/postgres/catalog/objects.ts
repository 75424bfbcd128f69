import { compareText } from '../../../lib/compare.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { isQuarantined } from '../../../model/name.ts'
import { refKey } from '../../../model/object-ref.ts'
import type { Session } from '../../session.ts'
import type { Scope } from './scope.ts'
import { readMaterializedViews, readViews } from './objects/view.ts'
import { readAccess } from './objects/access.ts'
import { readPolicies } from './objects/policy.ts'
import { readRowSecurity } from './objects/row-security.ts'
import { readStatistics } from './objects/statistics.ts'
import { readAggregates } from './objects/aggregate.ts'
import { readRoutines } from './objects/routine.ts'
import { readTriggers } from './objects/trigger.ts'

/** Every kind of object, each in a query of its own. */
const readers: readonly ((session: Session, scope: Scope) => Promise<readonly SchemaObject[]>)[] = [
  readViews,
  readMaterializedViews,
  readPolicies,
  readRowSecurity,
  readStatistics,
  readAccess,
  readRoutines,
  readAggregates,
  readTriggers,
]

/** All objects in scope, sorted by `refKey`; what is put aside keeps what is attached to it. Needs search_path ''. */
export async function readObjects(session: Session, scope: Scope): Promise<SchemaObject[]> {
  const found: SchemaObject[] = []
  for (const read of readers) found.push(...(await read(session, scope)))
  return found
    .filter(({ on }) => on === null || !isQuarantined(on.name.name))
    .sort((a, b) => compareText(refKey(a), refKey(b)))
}
