import type { ObjectHead } from '../object-ref.ts'

export interface CompositeType extends ObjectHead<'composite_type'> {
  /** Their order is part of every value. */
  readonly attributes: readonly Attribute[]
}

export interface Attribute {
  readonly name: string
  readonly type: string
  /** Null: the type's own. */
  readonly collation: string | null
  readonly comment: string | null
  /** Desired ones only: its name before, `renamed_from` in the specs. */
  readonly formerly?: string
}
