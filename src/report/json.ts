import type { Diagnostic, Position } from '../model/diagnostic.ts'
import { displayName } from '../model/name.ts'
import type { Plan } from '../model/plan.ts'
import type { Run } from '../model/run.ts'
import { blocks } from '../model/statement.ts'
import { locksOf, type Quarantine, type Step } from '../model/step.ts'
import { strongestLocks } from './locks.ts'
import { nextCommand } from './next-command.ts'
import { nextAfter } from './status.ts'
import { sqlTexts, type ShownTarget } from './step-text.ts'
import { blockingHazards, totals } from './totals.ts'

/** Goes up when a key changes its meaning or disappears; keys may be added within a version. */
export const documentVersion = 1

/** A plan as one JSON document. Ends with a line break. */
export function planJson(plan: Plan, options: { target: ShownTarget; allow?: readonly string[] }): string {
  const { target } = options
  const blocked = blockingHazards(plan, [...target.allow, ...(options.allow ?? [])])
  const sum = totals(plan)
  return document('plan', {
    id: plan.id,
    target: {
      name: target.name,
      dialect: plan.target.dialect,
      server_version: plan.target.serverVersion,
      shown_as: target.shownAs,
      gate: target.gate,
    },
    in_sync: plan.steps.length === 0,
    gate: plan.gate,
    totals: {
      create: sum.create,
      change: sum.change,
      drop: sum.drop,
      backfills: sum.backfills,
      backfill_rows: sum.backfillRows,
      duration_ms: sum.durationMs,
      longest_lock: sum.longestLock === null ? null : { step: sum.longestLock.step, ms: sum.longestLock.lockMs },
      lossy: sum.lossy,
      irreversible: sum.irreversible,
    },
    needs_allow: [...new Set(blocked.map(({ hazard }) => hazard.id))],
    steps: plan.steps.map(stepValue),
    unmanaged: plan.unmanaged.map(displayName),
    unmodeled: plan.unmodeled.map(({ kind, name }) => ({ kind, name: displayName(name) })),
    next: plan.steps.length === 0 ? null : nextCommand(target, blocked),
  })
}

/** A run as one JSON document; `null` when nothing has run yet. */
export function statusJson(run: Run | null): string {
  if (run === null) return document('status', { run: null })
  return document('status', {
    run: {
      id: run.id,
      plan: run.plan.id,
      target: run.plan.target.name,
      status: run.status,
      started_at: run.startedAt,
      finished_at: run.finishedAt,
      owner: run.owner,
      steps: run.steps.map(({ id, phase, status, attempts, startedAt, finishedAt, error }) => ({
        id,
        phase,
        title: run.plan.steps.find((step) => step.id === id)?.title ?? null,
        status,
        attempts,
        started_at: startedAt,
        finished_at: finishedAt,
        error: error === null ? null : { message: error.message, sql_state: error.sqlState },
      })),
    },
    next: nextAfter(run),
  })
}

/** What `validate` found, as one JSON document. */
export function diagnosticsJson(diagnostics: readonly Diagnostic[]): string {
  return document('diagnostics', {
    errors: diagnostics.filter(({ severity }) => severity === 'error').length,
    diagnostics: diagnostics.map(({ id, severity, message, help, position, sqlState }) => ({
      id,
      severity,
      message,
      help,
      position: positionValue(position),
      sql_state: sqlState,
    })),
  })
}

function document(type: string, members: object): string {
  return `${JSON.stringify({ v: documentVersion, type, ...members }, null, 2)}\n`
}

function stepValue(step: Step): object {
  return {
    id: step.id,
    phase: step.phase,
    title: step.title,
    change: step.change,
    subject: displayName(step.subject),
    sql: sqlTexts(step.action),
    transaction: step.action.kind === 'backfill' || step.action.statements.every(({ transactional }) => transactional),
    locks: strongestLocks(locksOf(step.action)).map(({ mode, relation }) => ({
      mode,
      relation: displayName(relation),
      blocks: blocks(mode),
    })),
    estimate: { rows: step.estimate.rows, duration_ms: step.estimate.durationMs, lock_ms: step.estimate.lockMs },
    rollback: {
      exactness: step.inverse.exactness,
      note: step.inverse.note,
      sql: sqlTexts(step.inverse.action),
    },
    quarantines: step.quarantines.map(quarantineValue),
    hazards: step.hazards,
    reason: step.reason,
    source: positionValue(step.source),
  }
}

function quarantineValue({ kind, name, column, keptAs }: Quarantine): object {
  return { kind, name: displayName(name), column, kept_as: { name: displayName(keptAs.name), column: keptAs.column } }
}

function positionValue(position: Position | null): object | null {
  return position === null ? null : { file: position.file, line: position.line, column: position.column }
}
