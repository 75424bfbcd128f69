import { nameKey } from '../model/name.ts'
import type { Table } from '../model/table.ts'
import { sourceKey } from '../model/desired.ts'
import { at } from './declare.ts'
import type { Binding } from './binding.ts'
import { checkIdentifier, identifierKey } from './identifiers.ts'
import type { Place } from './spec-file.ts'

/**
 * Names that two objects want. PostgreSQL: tables and indexes (also those behind keys) share one namespace per schema,
 * tables and types another, and constraint names are unique per table. SQLite: tables and indexes share one.
 */
export function checkNames(binding: Binding, tables: readonly Table[], sources: ReadonlyMap<string, Place>): void {
  const taken = new Map<string, { readonly what: string; readonly place: Place }>()
  const claim = (space: string, name: string, place: Place | undefined, what: string): void => {
    if (place === undefined) return
    const key = `${space}\u0000${identifierKey(binding, name)}`
    const first = taken.get(key)
    if (first === undefined) taken.set(key, { what, place })
    else if (first.what !== what) {
      binding.error(
        place,
        'duplicate-name',
        `${what} has the same name as ${first.what}`,
        `the other one is at ${at(first.place)}: rename one of them`,
      )
    } else
      binding.error(
        place,
        'duplicate-name',
        `${what} is declared twice`,
        `the other one is at ${at(first.place)}: rename one of them`,
      )
  }
  const postgres = binding.dialect.name === 'postgres'
  for (const table of tables) {
    const { schema, name } = table.name
    const declared = binding.tables.get(nameKey(table.name))
    claim(`relation ${schema}`, name, declared?.place, `table ${declared?.shown ?? name}`)
    if (postgres) claim(`type ${schema}`, name, declared?.place, `table ${declared?.shown ?? name}`)
  }
  for (const { name, place } of postgres ? binding.enums.values() : []) {
    claim(`type ${name.schema}`, name.name, place, `enum ${name.name}`)
  }
  for (const table of tables) {
    const { schema } = table.name
    const shown = binding.tables.get(nameKey(table.name))?.shown ?? table.name.name
    for (const { name } of table.indexes) {
      const place = sources.get(sourceKey('index', table.name, name))
      if (place !== undefined) checkIdentifier(binding, name, place, `an index of ${shown}`)
      claim(`relation ${schema}`, name, place, `index ${name}`)
    }
    const keys = [...(table.primaryKey === null ? [] : [table.primaryKey]), ...table.uniques, ...table.exclusions]
    for (const { name } of [...keys, ...table.checks, ...table.foreignKeys]) {
      const place = sources.get(sourceKey('constraint', table.name, name))
      if (place !== undefined) checkIdentifier(binding, name, place, `a constraint of ${shown}`)
      claim(`constraint ${nameKey(table.name)}`, name, place, `a constraint ${name} of ${shown}`)
      if (postgres && keys.some((key) => key.name === name))
        claim(`relation ${schema}`, name, place, `a key ${name} of ${shown}`)
    }
  }
}
