import { sameValue } from '../lib/compare.ts'
import { nameKey } from '../model/name.ts'
import { refKey } from '../model/object-ref.ts'
import type { Schema } from '../model/schema.ts'

/**
 * The desired schema with the very tables and objects of the actual one where both say the same: whoever meets one of them
 * again need not look into it, neither to compare it nor to hash it.
 */
export function sharedWith(desired: Schema, actual: Schema): Schema {
  const tables = new Map(actual.tables.map((table) => [nameKey(table.name), table]))
  const objects = new Map(actual.objects.map((object) => [refKey(object), object]))
  return {
    ...desired,
    tables: desired.tables.map((table) => sameOf(table, tables.get(nameKey(table.name)))),
    objects: desired.objects.map((object) => sameOf(object, objects.get(refKey(object)))),
  }
}

function sameOf<T>(wanted: T, there: T | undefined): T {
  return there !== undefined && sameValue(wanted, there) ? there : wanted
}
