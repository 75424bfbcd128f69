import type { ObjectHead } from '../object-ref.ts'

/** A row-level security policy of a table. */
export interface Policy extends ObjectHead<'policy'> {
  /** Restrictive policies have to let a row pass besides one of the permissive ones. */
  readonly restrictive: boolean
  readonly command: PolicyCommand
  /** Sorted; `public` stands for everybody and is alone then. */
  readonly roles: readonly string[]
  /** Which rows are seen; null: the command has no such condition, or all of them. */
  readonly using: string | null
  /** Which rows may be written; null: those that `using` lets pass. */
  readonly withCheck: string | null
}

export type PolicyCommand = 'all' | 'select' | 'insert' | 'update' | 'delete'
