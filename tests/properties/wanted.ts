import type { Backfill } from '../../src/model/backfill.ts'
import type { MoveHint } from '../../src/model/desired.ts'
import type { Schema } from '../../src/model/schema.ts'
import type { Hints } from './renames/hints.ts'

/** A schema, and what the specs say about how what is in it was called, kept and filled before. */
export interface Wanted extends Hints {
  readonly schema: Schema
  readonly backfills: readonly Backfill[]
  readonly moves: readonly MoveHint[]
}

/** Two schemas, and what the specs of the second say about the first. */
export interface Release {
  readonly before: Schema
  readonly wanted: Wanted
}

export function asItIs(schema: Schema): Wanted {
  return { schema, backfills: [], moves: [], renames: [], objectRenames: [], enumRenames: [] }
}
