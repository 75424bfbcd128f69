import { nameKey, type ObjectName } from '../../model/name.ts'
import type { Schema } from '../../model/schema.ts'
import type { Table } from '../../model/table.ts'
import { defaultNames } from '../default-names.ts'

/** Whether the binder would give a constraint this very name, so that it goes without saying. */
export interface ImpliedNames {
  primaryKey(table: Table): boolean
  unique(table: Table, constraint: Named): boolean
  foreignKey(table: Table, constraint: Named): boolean
  /** Of one column. */
  sequence(table: Table, sequence: Named): boolean
}

interface Named {
  readonly name: string
  readonly columns: readonly string[]
}

/**
 * A name is implied when it is the first choice for its constraint and nothing else in the schema is called the same:
 * then no other choice can get in its way, whatever order they are made in.
 */
export function impliedNames(schema: Schema, maxBytes: number | null): ImpliedNames {
  const uses = new Map<string, number>()
  for (const name of schema.tables.flatMap(namesOf)) uses.set(nameKey(name), (uses.get(nameKey(name)) ?? 0) + 1)
  const implied = (table: Table, { name, columns }: Named, label: 'pkey' | 'key' | 'fkey' | 'seq'): boolean =>
    uses.get(nameKey({ ...table.name, name })) === 1 &&
    defaultNames(maxBytes).choose(table.name.schema, table.name.name, columns, label) === name
  return {
    primaryKey: (table) => table.primaryKey !== null && implied(table, table.primaryKey, 'pkey'),
    unique: (table, constraint) => implied(table, constraint, 'key'),
    foreignKey: (table, constraint) => implied(table, constraint, 'fkey'),
    sequence: (table, sequence) => implied(table, sequence, 'seq'),
  }
}

/** Everything in a table's schema that its name is shared with. */
function namesOf(table: Table): ObjectName[] {
  const { schema } = table.name
  const members = [
    ...(table.primaryKey === null ? [] : [table.primaryKey]),
    ...table.uniques,
    ...table.checks,
    ...table.exclusions,
    ...table.foreignKeys,
    ...table.indexes,
    ...table.columns.flatMap(({ sequence }) => (sequence === null ? [] : [sequence])),
  ]
  return [table.name, ...members.map(({ name }) => ({ schema, name }))]
}
