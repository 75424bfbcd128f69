import { conditionText, type JudgedGate } from '../model/gate.ts'
import { displayName } from '../model/name.ts'
import type { QuarantineRecord, Run } from '../model/run.ts'
import { type RunTime, timeOf } from '../model/run-time.ts'
import type { Quarantine } from '../model/step.ts'
import { document } from './document.ts'
import { undoList } from './rollback.ts'
import { nextAfter } from './status.ts'
import { sqlTexts } from './step-text.ts'

interface Around {
  /** The runs before this one, oldest first. */
  readonly earlier: readonly Run[]
  readonly quarantined: readonly QuarantineRecord[]
  /** Those of them that have been aside for longer than they are meant to be. */
  readonly overdue?: readonly QuarantineRecord[]
  /** Null unless the run waits at a gate with conditions. */
  readonly gate?: JudgedGate | null
}

/** A run as one JSON document; `null` when nothing has run yet. */
export function statusJson(run: Run | null, around: Around = { earlier: [], quarantined: [] }): string {
  const { earlier, quarantined, overdue = [], gate = null } = around
  return document('status', {
    run: run === null ? null : { ...runHead(run), ...timeValue(timeOf(run)), steps: stepValues(run) },
    earlier: earlier.map(runHead),
    quarantined: quarantined.map((record) => ({ ...recordValue(record), overdue: overdue.includes(record) })),
    gate: gate === null ? null : gateValue(gate),
    next: run === null ? null : nextAfter(run),
  })
}

/** What a rollback of the run would take back, newest first. */
export function rollbackJson(run: Run): string {
  return document('rollback', {
    run: runHead(run),
    steps: undoList(run).map(({ step, certain }) => ({
      id: step.id,
      title: step.title,
      exactness: step.inverse.exactness,
      note: step.inverse.note,
      sql: sqlTexts(step.inverse.action),
      certain,
    })),
  })
}

/** What `purge` destroys, or would. */
export function purgeJson(
  { records, archived }: { readonly records: readonly QuarantineRecord[]; readonly archived: readonly string[] },
  destroyed: boolean,
): string {
  return document('purge', { destroyed, objects: records.map(recordValue), archived })
}

function gateValue({ openedAt, conditions }: JudgedGate): object {
  return {
    opened_at: openedAt,
    conditions: conditions.map(({ condition, met, detail }) => {
      return { kind: condition.kind, text: conditionText(condition), met, detail }
    }),
  }
}

export function quarantineValue({ kind, name, column, keptAs }: Quarantine): object {
  return { kind, name: displayName(name), column, kept_as: { name: displayName(keptAs.name), column: keptAs.column } }
}

function recordValue({ quarantine, runId, since }: QuarantineRecord): object {
  return { ...quarantineValue(quarantine), run: runId, since }
}

function runHead({ id, plan, status, startedAt, finishedAt, owner }: Run): object {
  return { id, plan: plan.id, target: plan.target.name, status, started_at: startedAt, finished_at: finishedAt, owner }
}

function stepValues({ plan, steps }: Run): object[] {
  const planned = new Map(plan.steps.map((step) => [step.id, step]))
  return steps.map(({ id, phase, status, attempts, startedAt, finishedAt, error }) => ({
    id,
    phase,
    title: planned.get(id)?.title ?? null,
    estimate_ms: planned.get(id)?.estimate.durationMs ?? null,
    status,
    attempts,
    started_at: startedAt,
    finished_at: finishedAt,
    error: error === null ? null : { message: error.message, sql_state: error.sqlState, details: error.details },
  }))
}

/** Both of the steps that are done; null while none is. */
export function timeValue(time: RunTime | null): object {
  return { steps_ms: time?.tookMs ?? null, steps_estimate_ms: time?.estimateMs ?? null }
}
