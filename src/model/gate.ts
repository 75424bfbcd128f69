import { period } from '../lib/period.ts'

/** What has to hold before a run goes on past the gate. */
export type GateCondition =
  /** The gate has been open for at least that long. */
  | { readonly kind: 'soak'; readonly ms: number }
  /** No other session on this database has an application_name like one of these: `*` any text, `?` any character. */
  | { readonly kind: 'no_session'; readonly patterns: readonly string[] }
  /** For so long nothing has used the tables and columns that contract takes away. */
  | { readonly kind: 'unused'; readonly quietMs: number }
  /** A shell command that exits 0. */
  | { readonly kind: 'command'; readonly command: string }

/** How a condition stands now. */
export interface JudgedCondition {
  readonly condition: GateCondition
  readonly met: boolean
  /** What was found, in one line. */
  readonly detail: string
}

/** The gate at which a run waits. */
export interface JudgedGate {
  /** ISO 8601, UTC; null when the journal is older than conditions, or has not seen it open. */
  readonly openedAt: string | null
  readonly conditions: readonly JudgedCondition[]
}

/** What is known of a gate that somebody looks at. */
export type GateNow =
  | { readonly kind: 'judged'; readonly gate: JudgedGate }
  /** It could not be asked for just now, or the run waits no longer. */
  | { readonly kind: 'trouble'; readonly message: string }

/** A condition in a few words: `soak 30m`. */
export function conditionText(condition: GateCondition): string {
  switch (condition.kind) {
    case 'soak':
      return `soak ${period(condition.ms)}`
    case 'no_session':
      return `no session ${condition.patterns.join(' or ')}`
    case 'unused':
      return `unused for ${period(condition.quietMs)}`
    case 'command':
      return `command ${condition.command}`
  }
}
