import type { Deferrable } from '../constraint.ts'
import type { ObjectName } from '../name.ts'
import type { ObjectHead, ObjectRef } from '../object-ref.ts'

export interface Trigger extends ObjectHead<'trigger'> {
  /** Its table or view; its own name is in the same schema. */
  readonly on: ObjectRef
  readonly timing: 'before' | 'after' | 'instead_of'
  readonly events: readonly TriggerEvent[]
  /** UPDATE OF these; empty: of any. */
  readonly columns: readonly string[]
  readonly forEach: 'row' | 'statement'
  readonly when: string | null
  readonly action: TriggerAction
  /** Null: it is no constraint trigger. `from`: the other table it is about. */
  readonly constraint: { readonly deferrable: Deferrable; readonly from: ObjectName | null } | null
  /** Names of the transition tables. */
  readonly referencing: { readonly old: string | null; readonly new: string | null }
  /** `origin`: in ordinary sessions; `replica`: only where changes of another server are replayed. */
  readonly enabled: 'origin' | 'replica' | 'always' | 'disabled'
}

export type TriggerAction =
  /** PostgreSQL. The function is SQL, with its schema unless it is pg_catalog. */
  | { readonly kind: 'call'; readonly function: string; readonly arguments: readonly string[] }
  /** SQLite. Statements as they were written, each with a semicolon at its end. */
  | { readonly kind: 'statements'; readonly text: string }

export type TriggerEvent = (typeof triggerEvents)[number]

/** In the order in which the server writes them. */
export const triggerEvents = ['insert', 'delete', 'update', 'truncate'] as const
