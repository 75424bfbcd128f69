import type { ObjectHead } from '../object-ref.ts'

/** What functions, procedures and aggregates are called with. */
export interface RoutineArgument {
  readonly mode: 'in' | 'out' | 'inout' | 'variadic'
  /** Null: it has none. */
  readonly name: string | null
  readonly type: string
  readonly default: string | null
}

/**
 * `text`: handed to the language as it is. `sql`: RETURN … or BEGIN ATOMIC … END, which the server parses and binds to
 * what it speaks of (PostgreSQL manual, CREATE FUNCTION, sql_body). `compiled`: a symbol of a shared library.
 */
export type RoutineBody =
  | { readonly kind: 'text' | 'sql'; readonly text: string }
  | { readonly kind: 'compiled'; readonly library: string; readonly symbol: string }

/** What functions and procedures have in common. `name`: with the types it is called with, `add_points(bigint, integer)`. */
interface RoutineHead<K extends 'function' | 'procedure'> extends ObjectHead<K> {
  readonly arguments: readonly RoutineArgument[]
  readonly language: string
  readonly body: RoutineBody
  /** Runs with the rights of its owner. */
  readonly securityDefiner: boolean
  /** Settings while it runs; values as the server keeps them. */
  readonly settings: Readonly<Record<string, string>>
  /** Types that are handed over in the language's own form. */
  readonly transforms: readonly string[]
}

export interface Routine extends RoutineHead<'function'> {
  readonly returns: RoutineResult
  readonly volatility: 'volatile' | 'stable' | 'immutable'
  /** NULL for NULL, without being called. */
  readonly strict: boolean
  readonly leakproof: boolean
  readonly parallel: 'unsafe' | 'restricted' | 'safe'
  readonly window: boolean
  readonly cost: number
  /** Null: it returns no set. */
  readonly rows: number | null
  /** The planner's support function. */
  readonly support: string | null
}

export type Procedure = RoutineHead<'procedure'>

/** `arguments`: the ones that go out say it. */
export type RoutineResult =
  | { readonly kind: 'type'; readonly type: string; readonly setof: boolean }
  | { readonly kind: 'table'; readonly columns: readonly { readonly name: string; readonly type: string }[] }
  | { readonly kind: 'arguments' }

/** The types a routine is told apart by from others of its name. */
export function signatureTypes(given: readonly RoutineArgument[]): string[] {
  return given.filter(({ mode }) => mode !== 'out').map(({ type }) => type)
}

/** `f(integer, crm.status)`: the name in the model; what is in `public` goes without saying, as in `displayName`. */
export function signedName(name: string, types: readonly string[]): string {
  return `${name}(${types.map((type) => type.replace(/^public\./, '')).join(', ')})`
}

/** `f` of `f(integer, text)`; a name with a parenthesis in it is kept whole up to the last pair. */
export function unsignedName(name: string): string {
  return name.replace(/\([^()]*\)$/s, '')
}

/** What a function costs, and gives, when nothing is said (CREATE FUNCTION, COST and ROWS). */
export function usualCost(language: string): number {
  return language === 'c' || language === 'internal' ? 1 : 100
}

export const usualRows = 1000
