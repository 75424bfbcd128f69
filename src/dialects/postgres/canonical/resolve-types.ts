import { nameKey, type ObjectName } from '../../../model/name.ts'
import type { EnumType, Schema } from '../../../model/schema.ts'
import { columnTypes } from '../column-types.ts'
import { qualify } from '../words/quote.ts'

/** Spells every type that needs no server: built-in ones by the manual's table, enums by their qualified name. */
export function resolveTypes(desired: Schema, enums: readonly EnumType[]): Schema {
  const byKey = new Map(enums.map(({ name }) => [nameKey(name), name]))
  const spell = (type: string): string => columnTypes.canonical(type) ?? enumType(type, byKey) ?? type.trim()
  // Thousands of columns share a few types.
  const known = new Map<string, string>()
  const resolve = (type: string): string => {
    const spelled = known.get(type) ?? spell(type)
    known.set(type, spelled)
    return spelled
  }
  return {
    ...desired,
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

/** Asks whether only the server can say how a type is spelled. */
export function openTypes(enums: readonly EnumType[]): (type: string) => boolean {
  const spelled = new Set(enums.map(({ name }) => qualify(name)))
  // Thousands of columns share a few types.
  const known = new Map<string, boolean>()
  return (type) => {
    const isOpen = known.get(type) ?? (columnTypes.canonical(type) === null && !spelled.has(type.replace(/\[\]$/, '')))
    known.set(type, isOpen)
    return isOpen
  }
}

function enumType(type: string, enums: ReadonlyMap<string, ObjectName>): string | null {
  const text = type.trim()
  const array = /(?: ?\[ ?\d* ?\])+$/.exec(text)?.[0]
  const base = array === undefined ? text : text.slice(0, -array.length)
  const name = enums.get(nameKey(parseName(base))) ?? enums.get(nameKey({ schema: 'public', name: base }))
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
