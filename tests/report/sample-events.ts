import type { LockTime, RunEvent } from '../../src/model/event.ts'
import { samplePlan } from './sample-plan.ts'

export const started: RunEvent = {
  type: 'run_started',
  run: 'r-20261120-0912',
  plan: samplePlan.id,
  target: 'production',
  direction: 'apply',
  steps: samplePlan.steps.map(({ id, phase, title, estimate }) => ({
    id,
    phase,
    title,
    estimateMs: estimate.durationMs,
  })),
  done: [],
}

export function progressed(step: string, done: number, rowsPerSecond = 11_400): RunEvent {
  return {
    type: 'step_progress',
    step,
    progress: {
      done,
      total: 4_102_000,
      estimated: true,
      rowsPerSecond,
      batchRows: 5000,
      batchMs: 170,
      cursor: ['8812034'],
    },
  }
}

export function waited(step: string, pid = 4711): RunEvent {
  return {
    type: 'step_waiting',
    step,
    attempt: 1,
    reason: 'lock timeout on customers',
    blockers: [
      {
        pid,
        user: 'report',
        application: 'metabase',
        state: 'idle in transaction',
        ageSeconds: 372,
        query: 'select 1',
      },
    ],
    retryInMs: 2000,
  }
}

export const failed: RunEvent = {
  type: 'step_failed',
  step: '3.1',
  failure: {
    message: 'insert or update on table "customers" violates foreign key constraint "customers_tier_id_fkey"',
    sqlState: '23503',
    statement: 'ALTER TABLE customers VALIDATE CONSTRAINT customers_tier_id_fkey',
    offenders: ['id=17 tier_id=9', 'id=21 tier_id=9'],
    hint: 'Rows name a tier that does not exist. Correct them, then run `reconcile resume`.',
  },
}

export const nobodyWaits: LockTime = { lockMs: null, lockEstimateMs: null }

/** Events with the milliseconds at which they happen. */
export const failedRun: readonly (readonly [number, RunEvent])[] = [
  [0, started],
  [2, { type: 'phase_started', phase: 'expand' }],
  [3, { type: 'step_started', step: '1.1', attempt: 1 }],
  [9, { type: 'step_done', step: '1.1', elapsedMs: 6, estimateMs: null, ...nobodyWaits, note: null }],
  [10, { type: 'step_started', step: '1.2', attempt: 1 }],
  [1010, waited('1.2')],
  [3010, { type: 'step_started', step: '1.2', attempt: 2 }],
  [4010, waited('1.2')],
  [6010, { type: 'step_started', step: '1.2', attempt: 3 }],
  [
    6020,
    { type: 'step_done', step: '1.2', elapsedMs: 6010, estimateMs: 5, lockMs: 1004, lockEstimateMs: 5, note: null },
  ],
  [6030, { type: 'step_started', step: '1.3', attempt: 1 }],
  [
    68_030,
    {
      type: 'step_done',
      step: '1.3',
      elapsedMs: 62_000,
      estimateMs: null,
      ...nobodyWaits,
      note: 'an invalid index of an earlier try was dropped first',
    },
  ],
  [68_040, { type: 'phase_started', phase: 'backfill' }],
  [68_050, { type: 'step_started', step: '2.1', attempt: 1 }],
  [68_250, progressed('2.1', 5000)],
  [74_050, progressed('2.1', 68_000)],
  [78_100, progressed('2.1', 114_000)],
  [83_000, progressed('2.1', 170_000)],
  [88_200, progressed('2.1', 230_000)],
  [88_400, { type: 'notice', message: 'batch size 5,000 → 2,500: the last batch took 410 ms' }],
  [
    428_050,
    { type: 'step_done', step: '2.1', elapsedMs: 360_000, estimateMs: 300_000, ...nobodyWaits, note: '4,101,990 rows' },
  ],
  [428_060, { type: 'phase_started', phase: 'validate' }],
  [428_070, { type: 'step_started', step: '3.1', attempt: 1 }],
  [437_070, failed],
  [
    437_080,
    {
      type: 'run_finished',
      run: 'r-20261120-0912',
      status: 'failed',
      elapsedMs: 437_080,
      time: { steps: 4, tookMs: 428_016, estimateMs: 400_000 },
    },
  ],
]
