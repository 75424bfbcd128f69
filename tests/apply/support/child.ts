/**
 * A process to be killed: `node child.ts '<Job as JSON>'`. It applies, resumes or rolls back, and dies by SIGKILL right
 * before the n-th thing it does to the database; or it takes the mutex and waits to be killed.
 */
import { applyPlan, resumeRun, rollbackRun } from '../../../src/apply/runs.ts'
import type { RunContext } from '../../../src/apply/context.ts'
import { createInterrupt } from '../../../src/apply/interrupt.ts'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { emptySchema } from '../../../src/model/schema.ts'
import { dieBefore, observed } from '../../support/faults.ts'

export interface Job {
  readonly url: string
  readonly verb: 'apply' | 'resume' | 'rollback' | 'hold'
  readonly plan: Plan | null
  readonly runId: string
  /** 0: it lives to the end. */
  readonly dieBefore: number
}

const job = JSON.parse(process.argv[2] ?? '') as Job
const dialect = job.url.startsWith('sqlite:') ? sqlite : postgres
const before = dieBefore(job.dieBefore)
const context: RunContext = {
  dialect,
  connect: async () => observed(await dialect.connect(job.url, 'reconcile'), before),
  clock: () => new Date(),
  sleep: (ms) => new Promise((wake) => void setTimeout(wake, ms)),
  random: () => 0.5,
  emit: () => undefined,
  owner: `child ${process.pid}`,
  interrupt: createInterrupt(),
  lockBudgetMs: 1_000,
  allow: [],
}
const recorded = { schema: emptySchema, backfills: [], spellings: {} }
const forward = {
  gate: 'none',
  settle: async () => ({ recorded, residue: [] }),
  verifyFresh: async () => undefined,
} as const

switch (job.verb) {
  case 'apply':
    if (job.plan === null) throw new Error('no plan')
    await applyPlan(context, job.plan, forward)
    break
  case 'resume':
    await resumeRun(context, job.runId, forward)
    break
  case 'rollback':
    await rollbackRun(context, job.runId, { settle: async () => ({ recorded: null, residue: [] }) })
    break
  case 'hold': {
    const { acquired } = await dialect.mutex(await dialect.connect(job.url, 'reconcile'), `child ${process.pid}`)
    process.stdout.write(acquired ? 'held\n' : 'not held\n')
    setInterval(() => undefined, 60_000)
  }
}
