import type { ObjectHead } from '../object-ref.ts'
import type { RoutineArgument } from './routine.ts'

/** Every column of pg_aggregate; functions as the server writes them, with their schema unless it is pg_catalog. */
export interface Aggregate extends ObjectHead<'aggregate'> {
  readonly form: 'plain' | 'ordered_set' | 'hypothetical'
  /** Those before ORDER BY; only of the ordered-set forms. */
  readonly directArguments: readonly RoutineArgument[]
  readonly arguments: readonly RoutineArgument[]
  readonly state: AggregateState
  readonly combine: string | null
  readonly serialize: string | null
  readonly deserialize: string | null
  /** How it moves along a window frame, when it can do so without beginning anew. */
  readonly moving: (AggregateState & { readonly inverse: string }) | null
  /** The operator by which its result is the first in order, so that an index can give it. */
  readonly sortOperator: string | null
  readonly parallel: 'unsafe' | 'restricted' | 'safe'
}

export interface AggregateState {
  readonly step: string
  readonly type: string
  /** Bytes the state is expected to take; 0: the type says it. */
  readonly space: number
  readonly initial: string | null
  readonly final: string | null
  /** The final function takes the arguments too, to know their types. */
  readonly finalExtra: boolean
  readonly finalModify: 'read_only' | 'shareable' | 'read_write'
}
