/** What the specs say of functions, procedures, aggregates and triggers. */
import type { AccessSpec } from './access-content.ts'
import type { DeferrableSpec, OptionalExpression, Scalar } from './value-content.ts'

export type ArgumentsSpec =
  | Readonly<Record<string, string | ArgumentSpec>>
  | readonly (string | (ArgumentSpec & { readonly name?: string }))[]

export interface ArgumentSpec {
  readonly type: string
  readonly mode?: 'in' | 'out' | 'inout' | 'variadic'
  readonly default?: Scalar
}

/** What functions and procedures can say alike. */
export interface RoutineSpec extends AccessSpec {
  readonly renamed_from?: string | null
  readonly comment?: string
  readonly arguments?: ArgumentsSpec
  readonly language?: string
  /** Whether it was written in line or in a file. */
  readonly body: string
  readonly library?: string
  readonly security_definer?: boolean
  readonly set?: Readonly<Record<string, Scalar>>
  readonly transform?: readonly string[]
}

export interface FunctionSpec extends RoutineSpec {
  readonly returns?: string | { readonly table: Readonly<Record<string, string>> }
  readonly volatility?: 'immutable' | 'stable' | 'volatile'
  readonly strict?: boolean
  readonly leakproof?: boolean
  readonly parallel?: ParallelSpec
  readonly window?: boolean
  readonly cost?: number
  readonly rows?: number
  readonly support?: string
}

/** pg_aggregate, by the words of CREATE AGGREGATE. */
export interface AggregateSpec extends AggregateStateSpec, AccessSpec {
  readonly renamed_from?: string | null
  readonly comment?: string
  readonly arguments?: ArgumentsSpec
  readonly direct_arguments?: ArgumentsSpec
  readonly kind?: 'plain' | 'ordered_set' | 'hypothetical'
  readonly combinefunc?: string
  readonly serialfunc?: string
  readonly deserialfunc?: string
  readonly sortop?: string
  readonly parallel?: ParallelSpec
  readonly moving?: AggregateStateSpec & { readonly invfunc: string }
}

export interface AggregateStateSpec {
  readonly sfunc: string
  readonly stype: string
  readonly sspace?: number
  readonly finalfunc?: string
  readonly finalfunc_extra?: boolean
  readonly finalfunc_modify?: 'read_only' | 'shareable' | 'read_write'
  readonly initcond?: string
}

export interface TriggerSpec {
  readonly renamed_from?: string | null
  readonly comment?: string
  readonly before?: EventsSpec
  readonly after?: EventsSpec
  readonly instead_of?: EventsSpec
  readonly of?: readonly string[]
  readonly for_each?: 'row' | 'statement'
  readonly when?: OptionalExpression
  /** PostgreSQL. */
  readonly execute?: string
  /** SQLite. Whether it was written in line or in a file. */
  readonly body?: string
  readonly constraint?: boolean
  readonly deferrable?: DeferrableSpec
  readonly from?: string
  readonly referencing?: { readonly old?: string; readonly new?: string }
  readonly enabled?: boolean | 'always' | 'replica'
}

type TriggerEventSpec = 'insert' | 'update' | 'delete' | 'truncate'
export type EventsSpec = TriggerEventSpec | readonly TriggerEventSpec[]
type ParallelSpec = 'unsafe' | 'restricted' | 'safe'
