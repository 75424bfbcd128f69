import { compareText } from '../../../lib/compare.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { refKey } from '../../../model/object-ref.ts'
import type { Session } from '../../session.ts'
import type { Scope } from './scope.ts'
import { readMaterializedViews, readViews } from './objects/view.ts'

/** Every kind of object, each in a query of its own. */
const readers: readonly ((session: Session, scope: Scope) => Promise<readonly SchemaObject[]>)[] = [
  readViews,
  readMaterializedViews,
]

/** All objects in scope, sorted by `refKey`. Needs search_path ''. */
export async function readObjects(session: Session, scope: Scope): Promise<SchemaObject[]> {
  const found: SchemaObject[] = []
  for (const read of readers) found.push(...(await read(session, scope)))
  return found.sort((a, b) => compareText(refKey(a), refKey(b)))
}
