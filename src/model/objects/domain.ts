import type { ObjectHead } from '../object-ref.ts'

export interface Domain extends ObjectHead<'domain'> {
  /** The type it is made of, as `format_type` spells it. */
  readonly type: string
  /** Null: the type's own. */
  readonly collation: string | null
  readonly default: string | null
  readonly nullable: boolean
  /** Sorted by name. */
  readonly checks: readonly DomainCheck[]
}

export interface DomainCheck {
  readonly name: string
  readonly expression: string
  /** False: NOT VALID, values that are there may break it. */
  readonly validated: boolean
  readonly comment: string | null
}
