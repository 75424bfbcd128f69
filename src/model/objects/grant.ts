import type { ObjectHead } from '../object-ref.ts'

/**
 * What one role may do with one object, when that is not what the engine gives by itself; its name is the role's, in no
 * schema. `public` is everybody.
 */
export interface Grant extends ObjectHead<'grant'>, Privileges {
  /** On a table, by column. */
  readonly columns: Readonly<Record<string, Privileges>>
  /** What the role may do when nobody has granted or revoked anything. Follows from the object, so it is never compared. */
  readonly implicit: readonly string[]
  /** The specs say so, or said so at the last run. Anything else is carried along, and never compared. */
  readonly declared: boolean
}

/** Sorted, in lower case. */
export interface Privileges {
  readonly privileges: readonly string[]
  /** Those of them that the role may grant to others. */
  readonly grantable: readonly string[]
}
