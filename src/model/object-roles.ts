import type { SchemaObject } from './object.ts'

/** The roles that an object names; `public`, which is none, is left out. */
export function rolesOf(object: SchemaObject): readonly string[] {
  return named(object).filter((role) => role !== 'public')
}

function named(object: SchemaObject): readonly string[] {
  switch (object.kind) {
    case 'policy':
      return object.roles
    case 'owner':
      return [object.role]
    case 'grant':
      return [object.name.name]
    case 'default_privileges':
      return [object.role, ...Object.keys(object.roles)]
    default:
      return []
  }
}
