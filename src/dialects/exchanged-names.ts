import type { Change, ChangeOf } from '../model/change.ts'
import { nameKey } from '../model/name.ts'
import { refKey } from '../model/object-ref.ts'
import type { SchemaObject } from '../model/object.ts'
import type { Schema } from '../model/schema.ts'
import type { ObjectWords } from './words.ts'

/**
 * Objects that take each other's names, by their new ones: none can be renamed first, so all of them go and come back at
 * once. Empty where names only move on.
 */
export function exchangingNames(
  first: ChangeOf<'rename_object'>,
  changes: readonly Change[],
  { objects }: Pick<Schema, 'objects'>,
  { renamedAnew, sharesName }: Pick<ObjectWords, 'renamedAnew' | 'sharesName'>,
): readonly SchemaObject[] {
  if (!renamedAnew(first.object)) return []
  const others = new Map(
    changes
      .filter((change) => change.kind === 'rename_object')
      .filter(({ object }) => sharesName(first.object, object))
      .map((rename) => [nameKey(rename.object.name), rename]),
  )
  const circle = new Set<ChangeOf<'rename_object'>>()
  let next: ChangeOf<'rename_object'> | undefined = first
  while (next !== undefined && !circle.has(next)) {
    circle.add(next)
    next = others.get(nameKey(next.to))
  }
  if (next !== first || circle.size === 1) return []
  const keys = new Set([...circle].map(({ object, to }) => refKey({ ...object, name: to })))
  return objects.filter((object) => keys.has(refKey(object)))
}
