import { type ObjectRef, refKey } from '../model/object-ref.ts'
import type { Schema } from '../model/schema.ts'
import { ownedSequences } from '../model/table.ts'

/** `refKey` of everything that others can hang on and that is there afterwards. */
export function stayingIn({ tables, enums, objects }: Schema): ReadonlySet<string> {
  // Schemas go without saying when something is in them, and `public` always.
  const within = objects.filter(({ on }) => on?.kind !== 'schema')
  const schemas = new Set(['public', ...[...tables, ...enums, ...within].map(({ name }) => name.schema)])
  const refs: ObjectRef[] = [
    ...objects,
    ...tables.map(({ name }): ObjectRef => ({ kind: 'table', name })),
    ...tables.flatMap(ownedSequences),
    ...enums.map(({ name }): ObjectRef => ({ kind: 'enum', name })),
    ...[...schemas].map((name): ObjectRef => ({ kind: 'schema', name: { schema: name, name } })),
  ]
  return new Set(refs.map(refKey))
}
