import { type Allowance, type Allowances, nothingAllowed } from '../model/allowance.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { conditionText } from '../model/gate.ts'
import { displayName } from '../model/name.ts'
import type { Obstacle } from '../model/obstacle.ts'
import { displayRef } from '../model/object-ref.ts'
import type { Plan } from '../model/plan.ts'
import { blocks } from '../model/statement.ts'
import { locksOf, type Step } from '../model/step.ts'
import { diagnosticValue, document, positionValue } from './document.ts'
import { unmodeledValue } from './left-alone.ts'
import { strongestLocks } from './locks.ts'
import { nextCommand } from './next-command.ts'
import { obstacleValue } from './obstacles.ts'
import { quarantineValue } from './run-json.ts'
import { sqlTexts, type ShownTarget } from './step-text.ts'
import { blockingHazards, hazardsOf, totals } from './totals.ts'

export interface PlanOptions {
  readonly target: ShownTarget
  readonly allowances?: Allowances
  /** The file that the plan was read from. */
  readonly saved?: string | null
  /** Warnings that came with the plan. */
  readonly diagnostics?: readonly Diagnostic[]
  /** What a run would meet now. */
  readonly obstacles?: readonly Obstacle[]
  /** Rows that stand in the way of the plan. */
  readonly findings?: readonly ShownFinding[]
}

/** Rows that stand in the way of a step. */
export interface ShownFinding {
  readonly step: string
  readonly title: string
  readonly failure: string
  readonly help: string
  readonly offenders: readonly string[]
}

/** A plan as one JSON document. Ends with a line break. */
export function planJson(plan: Plan, options: PlanOptions): string {
  const { diagnostics = [], findings = [], obstacles = [] } = options
  return document('plan', {
    ...planHead(plan, options),
    steps: plan.steps.map(stepValue),
    unmanaged: plan.unmanaged.map(displayRef),
    unmodeled: plan.unmodeled.map(unmodeledValue),
    diagnostics: diagnostics.map(diagnosticValue),
    findings,
    obstacles: obstacles.map(obstacleValue),
    next: nextOf(plan, options),
  })
}

/** A plan without its steps. */
export function planHead(plan: Plan, { target, allowances = nothingAllowed }: PlanOptions): object {
  const sum = totals(plan)
  const posed = new Set(hazardsOf(plan).map(({ hazard }) => hazard.id))
  return {
    id: plan.id,
    target: {
      name: target.name,
      dialect: plan.target.dialect,
      server_version: plan.target.serverVersion,
      shown_as: target.shownAs,
      gate: target.gate,
      gate_conditions: target.gateConditions.map(conditionText),
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
    needs_allow: [...new Set(blockingHazards(plan, allowances).map(({ hazard }) => hazard.id))],
    allowed: allowances.counting.filter(({ hazard }) => posed.has(hazard)).map(allowanceValue),
    lapsed: allowances.lapsed.filter(({ hazard }) => posed.has(hazard)).map(allowanceValue),
  }
}

function nextOf(plan: Plan, options: PlanOptions): string | null {
  if (plan.steps.length === 0 || (options.findings ?? []).length > 0) return null
  return nextCommand(options.target, blockingHazards(plan, options.allowances ?? nothingAllowed), options.saved)
}

function allowanceValue({ hazard, by, reason, until, position }: Allowance): object {
  return { hazard, by, reason, until, position: positionValue(position) }
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
    estimate: {
      rows: step.estimate.rows,
      duration_ms: step.estimate.durationMs,
      lock_ms: step.estimate.lockMs,
      measured: step.estimate.measured ?? false,
    },
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
