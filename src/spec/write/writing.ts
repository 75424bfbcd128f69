import type { Dialect } from '../../dialects/dialect.ts'
import type { Facts } from '../../dialects/facts.ts'
import { nameKey, type ObjectName } from '../../model/name.ts'
import type { Schema } from '../../model/schema.ts'
import { type ImpliedNames, impliedNames } from './implied-names.ts'
import { unsayableIn } from './unsayable.ts'
import { type TypeNames, typeNames } from './type-names.ts'

/** The parts of a dialect that the writer speaks to: those that `bind` reads the text with. */
export type WrittenFor = Pick<Dialect, 'name' | 'defaultSchema' | 'types' | 'facts'> & {
  readonly words: Pick<Dialect['words'], 'qualify'>
}

/** What the parts of the writer share. */
export interface Writing {
  readonly dialect: WrittenFor
  readonly schema: Schema
  readonly facts: Facts
  readonly implied: ImpliedNames
  readonly types: TypeNames
  /** Names of the members of a table that no spec can declare. */
  unsayable(table: ObjectName): readonly string[]
}

export function writingOf(schema: Schema, dialect: WrittenFor, serverVersion: string): Writing {
  const facts = dialect.facts(serverVersion)
  const unsayable = Map.groupBy(unsayableIn(schema), ({ table }) => nameKey(table))
  return {
    dialect,
    schema,
    facts,
    implied: impliedNames(schema, facts.maxIdentifierBytes),
    types: typeNames(schema, dialect),
    unsayable: (table) => unsayable.get(nameKey(table))?.map(({ name }) => name) ?? [],
  }
}
