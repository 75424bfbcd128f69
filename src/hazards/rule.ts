import type { Facts } from '../dialects/facts.ts'
import type { Statistics } from '../dialects/dialect.ts'
import type { Change } from '../model/change.ts'
import { innerChanges } from '../model/changes-of.ts'
import type { Hazard } from '../model/hazard.ts'
import { nameKey, type ObjectName } from '../model/name.ts'
import type { Schema, Unmodeled } from '../model/schema.ts'
import type { Step } from '../model/step.ts'

/** One danger: how to see it in a step, why it matters, and what to do instead. */
export interface Rule {
  /** Stable kebab-case noun phrase naming the problem; `--allow` takes it. */
  readonly id: string
  readonly severity: Hazard['severity']
  /** It is about the table rather than about what happens to it: said once in a plan. */
  readonly perTable?: true
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
  /** The target's `small_table`. */
  readonly smallTableBytes: number
  readonly facts: Facts
  /** What the database has and the model does not know, by the names of now. */
  readonly unmodeled: readonly Unmodeled[]
  /** What is there, by the names that things are going to have. */
  readonly before: Schema
  /** What the plan leads to. */
  readonly after: Schema
  /** The same in the words of the specs. */
  readonly specs: Schema
  /** True when the table is going to have an index (or key) that begins with these columns. */
  leading(table: ObjectName, columns: readonly string[]): boolean
}

/** Why it is not made beside the application, where that would be the way; empty when there is nothing to say. */
export function notOnlineSince(change: Change): string {
  const [reason] = innerChanges(change).flatMap((one) =>
    'notOnline' in one && typeof one.notOnline === 'string' ? [one.notOnline] : [],
  )
  return reason === undefined ? '' : `; not online, since ${reason}`
}

/** What is to be said of a change, in one message; null when that is nothing. */
export function together(messages: readonly string[]): string | null {
  return messages.length === 0 ? null : messages.join('; ')
}

export function isSmall(input: RuleInput): boolean {
  return isSmallTable(input.step.subject, input)
}

/** So small that the direct way is over before anybody notices (hazards.md R19). One that is nowhere counted is new. */
export function isSmallTable(
  name: ObjectName,
  { statistics, smallTableBytes }: Pick<RuleInput, 'statistics' | 'smallTableBytes'>,
): boolean {
  const size = statistics.tables.get(nameKey(name))
  return size === undefined || size.bytes < smallTableBytes
}
