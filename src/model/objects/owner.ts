import type { ObjectHead } from '../object-ref.ts'

/** Who owns an object; its name is the object's. */
export interface Owner extends ObjectHead<'owner'> {
  readonly role: string
  /** The specs say so. Anything else is carried along. */
  readonly declared: boolean
  /** Roles that default privileges have given something when the object was created anew: what they have is granted again. */
  readonly clear: readonly string[]
}
