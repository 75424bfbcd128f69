import type { Facts } from '../dialects/facts.ts'
import type { Statistics } from '../dialects/dialect.ts'
import type { Change } from '../model/change.ts'
import type { Hazard } from '../model/hazard.ts'
import { nameKey, type ObjectName } from '../model/name.ts'
import type { Step } from '../model/step.ts'

/** One danger: how to see it in a step, why it matters, and what to do instead. */
export interface Rule {
  /** Stable kebab-case noun phrase naming the problem; `--allow` takes it. */
  readonly id: string
  readonly severity: Hazard['severity']
  /** Why it is dangerous, for `reconcile explain` and the README. */
  readonly why: string
  readonly instead: string
  /** What would happen here, naming the object; null when the step is free of it. */
  check(input: RuleInput): string | null
}

export interface RuleInput {
  readonly change: Change
  readonly step: Omit<Step, 'hazards'>
  readonly statistics: Statistics
  readonly facts: Facts
  /** True when the table is going to have an index (or key) that begins with these columns. */
  leading(table: ObjectName, columns: readonly string[]): boolean
}

/** Below this size the direct way is over before anybody notices (hazards.md R19). */
const smallTableBytes: number = 10 * 1024 * 1024

export function isSmall({ step, statistics }: RuleInput): boolean {
  return isSmallTable(step.subject, statistics)
}

export function isSmallTable(name: ObjectName, { tables }: Statistics): boolean {
  return (tables.get(nameKey(name))?.bytes ?? 0) < smallTableBytes
}
