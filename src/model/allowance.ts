import type { Position } from './diagnostic.ts'

/** A hazard that may be posed, and who says so. */
export interface Allowance {
  /** Id of its rule. */
  readonly hazard: string
  /** The target that allows it, or `--allow`. */
  readonly by: string
  readonly reason: string | null
  /** The last day on which it counts, `2026-12-31` in UTC; null: for good. */
  readonly until: string | null
  /** Where reconcile.yaml says so. */
  readonly position: Position | null
}

/** What is allowed on a certain day. */
export interface Allowances {
  readonly counting: readonly Allowance[]
  /** Over: they no longer count. */
  readonly lapsed: readonly Allowance[]
}

export const nothingAllowed: Allowances = { counting: [], lapsed: [] }

export function allowancesOn(now: Date, declared: readonly Allowance[]): Allowances {
  const today = now.toISOString().slice(0, 10)
  const isOver = ({ until }: Allowance): boolean => until !== null && until < today
  return { counting: declared.filter((one) => !isOver(one)), lapsed: declared.filter(isOver) }
}

export function onCommandLine(hazard: string): Allowance {
  return { hazard, by: '--allow', reason: null, until: null, position: null }
}

/** `by production until 2026-12-31: night window agreed with ops`. */
export function allowanceText({ by, reason, until }: Allowance): string {
  return `by ${by}${until === null ? '' : ` until ${until}`}${reason === null ? '' : `: ${reason}`}`
}
