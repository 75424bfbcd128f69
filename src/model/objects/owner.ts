import type { ObjectHead } from '../object-ref.ts'

/** Who owns an object; its name is the object's. */
export interface Owner extends ObjectHead<'owner'> {
  readonly role: string
  /** The specs say so. Anything else is carried along. */
  readonly declared: boolean
  /**
   * Roles that default privileges give something, or take something from, whenever such an object is created, and what
   * each has without that: where grants are ours, this is undone first.
   */
  readonly clear: Readonly<Record<string, readonly string[]>>
}
