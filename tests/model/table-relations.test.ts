import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ancestorsOf, heirsOf } from '../../src/model/family.ts'
import { nameKey, type ObjectName, sameName } from '../../src/model/name.ts'
import { childrenOf, pointersTo, type Schema, withTable } from '../../src/model/schema.ts'
import { parentsOf, type Table } from '../../src/model/table.ts'
import { anySchema } from '../properties/arbitrary.ts'
import { foreignKey, table } from '../dialects/sqlite/tables.ts'

const engines = [
  { name: 'postgres', major: 18 },
  { name: 'sqlite', major: 3 },
] as const

function byLooking({ tables }: Schema, name: ObjectName, namesIn: (table: Table) => readonly ObjectName[]): Table[] {
  return tables.filter((one) => namesIn(one).some((other) => sameName(other, name)))
}

function expectRelations(schema: Schema): void {
  for (const { name } of schema.tables) {
    expect(childrenOf(schema, name)).toEqual(byLooking(schema, name, parentsOf))
    const referencesOf = ({ foreignKeys }: Table): ObjectName[] => foreignKeys.map(({ references }) => references.table)
    expect(pointersTo(schema, name)).toEqual(byLooking(schema, name, referencesOf))
    const heirs = schema.tables.filter((one) => ancestorsOf(schema, one).includes(nameKey(name)))
    expect(heirsOf(schema, name)).toEqual(heirs)
  }
}

describe.for(engines)('$name: who belongs to a table is what the tables say', (engine) => {
  test('through every edit, and in every schema before it', () => {
    fc.assert(
      fc.property(anySchema(engine), (schema) => {
        const schemas = [schema]
        let now = schema
        const edit = (before: Table | null, after: Table | null): void => {
          // Asked for the first time before, between and after the edits.
          if (schemas.length % 3 === 0) expectRelations(now)
          now = withTable(now, before, after)
          schemas.push(now)
        }
        for (const one of schema.tables) edit(one, null)
        for (const one of schema.tables.toReversed()) edit(null, { ...one, foreignKeys: [] })
        for (const one of schema.tables) edit(now.tables.find(({ name }) => sameName(name, one.name)) ?? null, one)
        expect(now.tables).toEqual(schema.tables)
        for (const one of schemas.toReversed()) expectRelations(one)
      }),
      { numRuns: 50 },
    )
  })
})

test('a table that is renamed has its relations under its new name', () => {
  const tables = ['a', 'b', 'c'].map((name) =>
    table(name, [], { foreignKeys: ['1', '2'].map((key) => foreignKey(key, ['x'], 'a', ['id'])) }),
  )
  const [, b] = tables
  if (b === undefined) throw new Error('there are three')
  const schema: Schema = { tables, enums: [], objects: [], unmodeled: [], quarantined: [] }
  expectRelations(schema)
  const renamed = withTable(schema, b, { ...b, name: { schema: 'main', name: 'd' } })
  expect(pointersTo(renamed, { schema: 'main', name: 'a' }).map(({ name }) => name.name)).toEqual(['a', 'c', 'd'])
})
