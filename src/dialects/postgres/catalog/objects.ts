import { compareText } from '../../../lib/compare.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { isQuarantined } from '../../../model/name.ts'
import { refKey } from '../../../model/object-ref.ts'
import type { Session } from '../../session.ts'
import type { Scope } from './scope.ts'
import { readCollations } from './objects/collation.ts'
import { readCompositeTypes } from './objects/composite-type.ts'
import { readDomains } from './objects/domain.ts'
import { readExtensions } from './objects/extension.ts'
import { readRangeTypes } from './objects/range-type.ts'
import { readSchemas } from './objects/schema.ts'
import { readSequences } from './objects/sequence.ts'
import { readMaterializedViews, readViews } from './objects/view.ts'
import { readAccess } from './objects/access.ts'
import { readDefaultPrivileges } from './objects/default-privileges.ts'
import { readPolicies } from './objects/policy.ts'
import { readRowSecurity } from './objects/row-security.ts'
import { readStatistics } from './objects/statistics.ts'
import { readAggregates } from './objects/aggregate.ts'
import { readRoutines } from './objects/routine.ts'
import { readTriggers } from './objects/trigger.ts'

/** Every kind of object, each in a query of its own. */
const readers: readonly ((session: Session, scope: Scope) => Promise<readonly SchemaObject[]>)[] = [
  readSchemas,
  readExtensions,
  readCollations,
  readDomains,
  readCompositeTypes,
  readRangeTypes,
  readSequences,
  readViews,
  readMaterializedViews,
  readPolicies,
  readRowSecurity,
  readStatistics,
  readAccess,
  readDefaultPrivileges,
  readRoutines,
  readAggregates,
  readTriggers,
]

/** All objects in scope, sorted by `refKey`. Needs search_path ''. */
export async function readObjects(session: Session, scope: Scope): Promise<SchemaObject[]> {
  const found = await Promise.all(readers.map((read) => read(session, scope)))
  return found.flat().sort((a, b) => compareText(refKey(a), refKey(b)))
}

/** True for what is put aside, and for what is attached to it. */
export function isObjectAside({ name, on }: SchemaObject): boolean {
  return isQuarantined(name.name) || (on !== null && isQuarantined(on.name.name))
}
