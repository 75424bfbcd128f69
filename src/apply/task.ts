import type { Direction } from '../model/event.ts'
import type { ObjectName } from '../model/name.ts'
import type { Query } from '../model/statement.ts'
import type { Inverse, Quarantine, Step } from '../model/step.ts'

/** A step in one direction. Both directions are carried out by the same code. */
export interface Task {
  readonly step: Step
  readonly direction: Direction
  readonly action: Inverse['action']
  /** Instead of `action` when there is nothing to keep. */
  readonly discard: Inverse['discard']
  readonly prechecks: readonly Query[]
  readonly verify: readonly Query[]
  /** What `action` (not `discard`) puts aside. */
  readonly putsAside: readonly Quarantine[]
  /** What comes back from where it was put aside. */
  readonly bringsBack: readonly Quarantine[]
}

/** What is told of a step that is over. */
export interface StepResult {
  /** For people. */
  readonly note: string | null
  /** How long others may have waited for its locks, milliseconds; null: nobody had to. */
  readonly lockMs: number | null
}

export function forward(step: Step): Task {
  const { action, prechecks, verify, quarantines } = step
  return { step, direction: 'apply', action, discard: null, prechecks, verify, putsAside: quarantines, bringsBack: [] }
}

export function back(step: Step): Task {
  const { action, discard, prechecks, verify, quarantines } = step.inverse
  const bringsBack = step.quarantines
  return { step, direction: 'rollback', action, discard, prechecks, verify, putsAside: quarantines, bringsBack }
}

/** The step's status while it is under way, and once it is over. */
export function marksOf({ direction }: Task): {
  readonly under: 'running' | 'undoing'
  readonly over: 'done' | 'undone'
} {
  return direction === 'apply' ? { under: 'running', over: 'done' } : { under: 'undoing', over: 'undone' }
}

/** What it locks, for looking up who is in the way. */
export function relationsOf({ step, action }: Task): readonly ObjectName[] {
  if (action.kind === 'ddl') return action.statements.flatMap(({ locks }) => locks.map(({ relation }) => relation))
  return action.kind === 'nothing' ? [step.subject] : [action.backfill.table]
}
