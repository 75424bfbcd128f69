import { multimap } from '../../../lib/multimap.ts'
import { nameKey } from '../../../model/name.ts'
import type { SchemaObject } from '../../../model/object.ts'
import type { Schema } from '../../../model/schema.ts'
import type { Table } from '../../../model/table.ts'
import { isInternal } from '../catalog/names.ts'
import { inMain } from '../catalog/tables.ts'
import { fold, tokenize, TokenError } from '../ddl/tokens.ts'
import type { CatalogRow } from '../introspect.ts'
import { createIndex } from '../words/indexes.ts'
import { objects as words } from '../words/objects.ts'
import { createTable } from '../words/tables.ts'

/** Something that a text may speak of. */
export interface Surrounding {
  readonly name: string
  readonly statements: readonly string[]
  /** Null for tables, and for what nobody manages. */
  readonly view: SchemaObject | null
}

interface World {
  readonly desired: Schema
  readonly standing: readonly Table[]
  readonly actual: Schema
}

/** Finds what has to be built so that objects can be compiled, they themselves among it, in the order of building. */
export function surroundings(
  { desired, standing, actual }: World,
  rows: readonly CatalogRow[],
): (objects: readonly SchemaObject[]) => readonly Surrounding[] {
  const all: readonly Surrounding[] = [
    ...standing.map((table) => ({ name: table.name.name, statements: building(table), view: null })),
    ...unmanaged(rows, [...desired.tables, ...actual.tables, ...desired.objects, ...actual.objects]),
    ...desired.objects.flatMap((object) =>
      object.kind === 'view' ? [{ name: object.name.name, statements: creating(object), view: object }] : [],
    ),
  ]
  const named = multimap<string, number>()
  for (const [position, { name }] of all.entries()) named.add(fold(name), position)
  return (objects) => {
    const found = new Set(
      objects.flatMap((object) => spokenIn(creating(object)).flatMap((name) => [...named.of(name)])),
    )
    // A set that grows while it is walked is walked to its end. What a table speaks of is not looked at.
    for (const position of found) {
      const { statements = [], view = null } = all[position] ?? {}
      if (position < standing.length && view === null) continue
      for (const name of spokenIn(statements)) for (const other of named.of(name)) found.add(other)
    }
    return [...found].sort((a, b) => a - b).flatMap((position) => all[position] ?? [])
  }
}

function building(table: Table): string[] {
  return [createTable(table).sql, ...table.indexes.map((index) => createIndex(table.name, index).sql)]
}

export function creating(object: SchemaObject): string[] {
  return words.create(object).map(({ sql }) => sql)
}

function unmanaged(
  rows: readonly CatalogRow[],
  managed: readonly Pick<SchemaObject, 'name'>[],
): readonly Surrounding[] {
  const ours = new Set(managed.map(({ name }) => nameKey(name)))
  return rows.flatMap(({ type, name, table, form, sql }) => {
    const isRelation = type === 'table' || type === 'view'
    if (!isRelation || sql === null || form === 'shadow' || isInternal(table) || ours.has(nameKey(inMain(name))))
      return []
    return [{ name, statements: [sql], view: null }]
  })
}

/** Every name that the statements could speak of, in whatever quotes. */
function spokenIn(statements: readonly string[]): string[] {
  try {
    return statements.flatMap((sql) => tokenize(sql).map(({ value }) => fold(value)))
  } catch (error) {
    // The engine says what is wrong with it.
    if (error instanceof TokenError) return []
    throw error
  }
}
