import { nameKey, type ObjectName } from '../../../model/name.ts'
import { type SchemaObject, typesMadeBy } from '../../../model/object.ts'
import type { Schema } from '../../../model/schema.ts'
import { columnTypes } from '../column-types.ts'
import { qualify } from '../words/quote.ts'

/** Every type that these schemas make, by name. */
export function typesOf(schemas: readonly Schema[]): ObjectName[] {
  return schemas.flatMap(({ enums, objects }) => [...enums.map(({ name }) => name), ...objects.flatMap(typesMadeBy)])
}

/** Spells every type that needs no server: built-in ones by the manual's table, declared ones by their qualified name. */
export function resolveTypes(desired: Schema, types: readonly ObjectName[]): Schema {
  const byKey = new Map(types.map((name) => [nameKey(name), name]))
  const spell = (type: string): string => columnTypes.canonical(type) ?? declaredType(type, byKey) ?? type.trim()
  // Thousands of columns share a few types.
  const known = new Map<string, string>()
  const resolve = (type: string): string => {
    const spelled = known.get(type) ?? spell(type)
    known.set(type, spelled)
    return spelled
  }
  return {
    ...desired,
    objects: desired.objects.map((object) => withTypes(object, resolve)),
    tables: desired.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => ({
        ...column,
        type: resolve(column.type),
        collation: plainCollation(column.collation),
      })),
      exclusions: table.exclusions.map((exclusion) => ({
        ...exclusion,
        elements: exclusion.elements.map((key) => ({ ...key, collation: plainCollation(key.collation) })),
      })),
      indexes: table.indexes.map((index) => ({
        ...index,
        keys: index.keys.map((key) => ({ ...key, collation: plainCollation(key.collation) })),
      })),
    })),
  }
}

function withTypes(object: SchemaObject, resolve: (type: string) => string): SchemaObject {
  switch (object.kind) {
    case 'domain':
      return { ...object, type: resolve(object.type), collation: plainCollation(object.collation) }
    case 'composite_type':
      return {
        ...object,
        attributes: object.attributes.map((attribute) => ({
          ...attribute,
          type: resolve(attribute.type),
          collation: plainCollation(attribute.collation),
        })),
      }
    case 'range_type':
      return { ...object, subtype: resolve(object.subtype), collation: plainCollation(object.collation) }
    default:
      return object
  }
}

/** Tells types apart that only the server can spell. */
export function openTypes(types: readonly ObjectName[]): (type: string) => boolean {
  const spelled = new Set(types.map(qualify))
  // Thousands of columns share a few types.
  const known = new Map<string, boolean>()
  return (type) => {
    const isOpen = known.get(type) ?? (columnTypes.canonical(type) === null && !spelled.has(type.replace(/\[\]$/, '')))
    known.set(type, isOpen)
    return isOpen
  }
}

function declaredType(type: string, types: ReadonlyMap<string, ObjectName>): string | null {
  const text = type.trim()
  const array = /(?: ?\[ ?\d* ?\])+$/.exec(text)?.[0]
  const base = array === undefined ? text : text.slice(0, -array.length)
  const name = types.get(nameKey(parseName(base))) ?? types.get(nameKey({ schema: 'public', name: base }))
  return name === undefined ? null : `${qualify(name)}${array === undefined ? '' : '[]'}`
}

/** `crm."Status"` → crm, Status; a bare name is in `public`. */
function parseName(text: string): ObjectName {
  const parts = [...text.matchAll(/"((?:[^"]|"")*)"|([^".\s]+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain?.toLowerCase() ?? '',
  )
  const [first = '', second] = parts
  return second === undefined ? { schema: 'public', name: first } : { schema: first, name: second }
}

/** `"C"` and `pg_catalog."C"` are the system's `C`, which the model writes bare. */
function plainCollation(collation: string | null): string | null {
  const match = /^(?:"?pg_catalog"?\.)?"((?:[^"]|"")+)"$/.exec(collation ?? '')
  return match?.[1] ?? collation
}
