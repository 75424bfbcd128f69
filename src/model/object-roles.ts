import type { SchemaObject } from './object.ts'

/** The roles that an object names; `public`, which is none, is left out. */
export function rolesOf(object: SchemaObject): readonly string[] {
  const named = object.kind === 'policy' ? object.roles : []
  return named.filter((role) => role !== 'public')
}
