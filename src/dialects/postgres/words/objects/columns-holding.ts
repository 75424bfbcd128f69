import { displayName, type ObjectName } from '../../../../model/name.ts'
import type { Schema } from '../../../../model/schema.ts'
import { qualify } from '../quote.ts'

/** Columns that store values of a type within arrays, rows or ranges, as the model knows them; not those of the type itself. */
export function columnsHolding(name: ObjectName, { tables, objects }: Schema): string[] {
  const same = new Set([qualify(name)])
  const around = new Set<string>()
  const holds = (type: string): boolean =>
    around.has(type.replace(/(\[\])+$/, '')) || (type.endsWith('[]') && same.has(type.replace(/(\[\])+$/, '')))
  for (let known = -1; known < same.size + around.size; ) {
    known = same.size + around.size
    for (const object of objects) {
      const type = qualify(object.name)
      if (object.kind === 'domain' && same.has(object.type)) same.add(type)
      const parts = partsOf(object)
      if (parts.some((part) => same.has(part) || holds(part))) around.add(type)
      if (object.kind === 'domain' && holds(object.type)) around.add(type)
    }
    // Every table is a type of its own as well.
    for (const { name: table, columns } of tables)
      if (columns.some(({ type }) => same.has(type) || holds(type))) around.add(qualify(table))
  }
  return tables.flatMap((table) =>
    table.columns.filter(({ type }) => holds(type)).map((column) => `${displayName(table.name)}.${column.name}`),
  )

  function partsOf(object: Schema['objects'][number]): readonly string[] {
    if (object.kind === 'composite_type') return object.attributes.map(({ type }) => type)
    return object.kind === 'range_type' ? [object.subtype] : []
  }
}
