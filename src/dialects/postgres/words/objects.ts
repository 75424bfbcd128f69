import { bug } from '../../../lib/errors.ts'
import type { SchemaObject, ObjectOf } from '../../../model/object.ts'
import { displayRef, type ObjectKind } from '../../../model/object-ref.ts'
import { emptySchema } from '../../../model/schema.ts'
import type { ObjectWords } from '../../words.ts'
import { aggregate } from './objects/aggregate.ts'
import { functions } from './objects/function.ts'
import { collation } from './objects/collation.ts'
import { compositeType } from './objects/composite-type.ts'
import { defaultPrivileges } from './objects/default-privileges.ts'
import { domain } from './objects/domain.ts'
import { extension } from './objects/extension.ts'
import type { KindWords } from './objects/kind-words.ts'
import { materializedView } from './objects/materialized-view.ts'
import { grant } from './objects/grant.ts'
import { owner } from './objects/owner.ts'
import { policy } from './objects/policy.ts'
import { rowSecurity } from './objects/row-security.ts'
import { statistics } from './objects/statistics.ts'
import { procedure } from './objects/procedure.ts'
import { trigger } from './objects/trigger.ts'
import { rangeType } from './objects/range-type.ts'
import { schema } from './objects/schema.ts'
import { sequence } from './objects/sequence.ts'
import { view } from './objects/view.ts'

/** Exhaustive by type: a new kind of object does not compile until it has its words. */
const kinds: { readonly [K in ObjectKind]: KindWords<ObjectOf<K>> } = {
  schema,
  extension,
  collation,
  domain,
  composite_type: compositeType,
  range_type: rangeType,
  sequence,
  view,
  materialized_view: materializedView,
  policy,
  row_security: rowSecurity,
  statistics,
  owner,
  grant,
  default_privileges: defaultPrivileges,
  function: functions,
  procedure,
  aggregate,
  trigger,
}

export const objects: ObjectWords = {
  create: (object) => wordsFor(object).create(object),
  drop: (object) => wordsFor(object).drop(object),
  alter: (before, after, within = emptySchema) => wordsFor(after).alter(before, after, within),
  rename(object, to) {
    const { rename } = wordsFor(object)
    if (rename === null) throw bug(`${displayRef(object)} cannot be renamed`)
    return rename(object, to)
  },
  renamedAnew: () => false,
  // What is attached has its name from what it is attached to.
  sharesName: (a, b) => a.on === null && b.on === null,
  discard(kind, name) {
    const { discard } = kinds[kind]
    if (discard === undefined) throw bug(`${displayRef({ kind, name })} is no kind that is put aside`)
    return discard(name)
  },
  used: (object) => wordsFor(object).questions?.used?.(object) ?? null,
  stored: (object) => wordsFor(object).questions?.stored?.(object) ?? null,
  rejects: (type, table, column) => wordsFor(type).questions?.rejects?.(type, table, column) ?? [],
  breaks(before, after, within) {
    const { questions } = wordsFor(after)
    return (before === null ? questions?.created?.(after, within) : questions?.altered?.(before, after, within)) ?? []
  },
  oneWay: (before, after, within) => wordsFor(after).questions?.oneWay?.(before, after, within) ?? null,
}

/** TypeScript cannot correlate an object with its own kind. */
function wordsFor({ kind }: SchemaObject): KindWords<SchemaObject> {
  return kinds[kind] as unknown as KindWords<SchemaObject>
}
