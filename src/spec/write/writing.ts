import type { Dialect } from '../../dialects/dialect.ts'
import type { Schema } from '../../model/schema.ts'
import { type ImpliedNames, impliedNames } from './implied-names.ts'
import { type TypeNames, typeNames } from './type-names.ts'

/** The parts of a dialect that the writer speaks to: those that `bind` reads the text with. */
export type WrittenFor = Pick<Dialect, 'name' | 'defaultSchema' | 'types' | 'facts'> & {
  readonly words: Pick<Dialect['words'], 'qualify'>
}

/** What the parts of the writer share. */
export interface Writing {
  readonly dialect: WrittenFor
  readonly schema: Schema
  readonly implied: ImpliedNames
  readonly types: TypeNames
}

export function writingOf(schema: Schema, dialect: WrittenFor, serverVersion: string): Writing {
  const { maxIdentifierBytes } = dialect.facts(serverVersion)
  return { dialect, schema, implied: impliedNames(schema, maxIdentifierBytes), types: typeNames(schema, dialect) }
}
