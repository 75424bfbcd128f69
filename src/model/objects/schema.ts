import type { ObjectHead } from '../object-ref.ts'

/** A schema; its own name is both halves of `name`. */
export interface NamedSchema extends ObjectHead<'schema'> {
  /** The specs name it. Others come with the first thing in them, and are nobody's from then on; never compared. */
  readonly declared: boolean
}
