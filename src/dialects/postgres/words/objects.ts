import { bug } from '../../../lib/errors.ts'
import type { SchemaObject, ObjectOf } from '../../../model/object.ts'
import { displayRef, type ObjectKind } from '../../../model/object-ref.ts'
import type { ObjectWords } from '../../words.ts'
import { aggregate } from './objects/aggregate.ts'
import { functions } from './objects/function.ts'
import type { KindWords } from './objects/kind-words.ts'
import { materializedView } from './objects/materialized-view.ts'
import { grant } from './objects/grant.ts'
import { owner } from './objects/owner.ts'
import { policy } from './objects/policy.ts'
import { rowSecurity } from './objects/row-security.ts'
import { statistics } from './objects/statistics.ts'
import { procedure } from './objects/procedure.ts'
import { trigger } from './objects/trigger.ts'
import { view } from './objects/view.ts'

/** Exhaustive by type: a new kind of object does not compile until it has its words. */
const kinds: { readonly [K in ObjectKind]: KindWords<ObjectOf<K>> } = {
  view,
  materialized_view: materializedView,
  policy,
  row_security: rowSecurity,
  statistics,
  owner,
  grant,
  function: functions,
  procedure,
  aggregate,
  trigger,
}

export const objects: ObjectWords = {
  create: (object) => wordsFor(object).create(object),
  drop: (object) => wordsFor(object).drop(object),
  alter: (before, after) => wordsFor(after).alter(before, after),
  rename(object, to) {
    const { rename } = wordsFor(object)
    if (rename === null) throw bug(`${displayRef(object)} cannot be renamed`)
    return rename(object, to)
  },
}

/** TypeScript cannot correlate an object with its own kind. */
function wordsFor({ kind }: SchemaObject): KindWords<SchemaObject> {
  return kinds[kind] as unknown as KindWords<SchemaObject>
}
