import type { SpecContent } from '../content.ts'
import type { Writing } from './writing.ts'

/** One object as it stands below its group: `customers: { … }` below `tables:`. */
export interface Entry {
  readonly key: string
  /** The schema it is in; null when it is in none. */
  readonly schema: string | null
  /** The file it gets with `--layout table`, when it is worth one; null: that of its schema. */
  readonly file: string | null
  readonly value: object | string | null
}

/** One kind of object: a group of the spec and what the schema has of it, in the order in which it is written. */
export interface Part {
  readonly group: keyof SpecContent
  entries(writing: Writing): readonly Entry[]
}
