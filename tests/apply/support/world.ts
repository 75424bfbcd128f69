import type { RunContext, RunOptions, Settled } from '../../../src/apply/context.ts'
import { createInterrupt, type Interrupt } from '../../../src/apply/interrupt.ts'
import { applyPlan, continueRun, resumeRun, rollbackRun } from '../../../src/apply/runs.ts'
import type { Row, Session } from '../../../src/dialects/session.ts'
import { openJournal } from '../../../src/journal/journal.ts'
import type { RunEvent } from '../../../src/model/event.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { emptySchema } from '../../../src/model/schema.ts'
import type { DialectEngine } from './engines.ts'

type Outcome = Awaited<ReturnType<typeof applyPlan>>

/** One database, a session of the test's own in it, and the verbs with everything filled in. */
export interface World {
  readonly url: string
  readonly session: Session
  readonly events: RunEvent[]
  readonly interrupt: Interrupt & { press(): void }
  run(sql: string): Promise<void>
  rows(sql: string): Promise<Row[]>
  connect(): Promise<Session>
  apply(plan: Plan, more?: Overrides): Promise<Outcome>
  resume(runId: string, more?: Overrides): Promise<Outcome>
  goOn(runId: string, more?: Overrides): Promise<Outcome>
  rollback(runId: string, more?: Overrides): Promise<Outcome>
  dispose(): Promise<void>
}

export interface Overrides {
  readonly context?: Partial<RunContext>
  readonly options?: Partial<
    RunOptions & { readonly verifyFresh: () => Promise<void>; readonly verifyGate: () => Promise<void> }
  >
}

export const settled: Settled = { recorded: { schema: emptySchema, backfills: [], spellings: {} }, residue: [] }

export async function createWorld({ dialect, fresh }: DialectEngine): Promise<World> {
  const database = await fresh()
  const connect = () => dialect.connect(database.url, 'reconcile')
  const session = await dialect.connect(database.url, 'the application')
  const events: RunEvent[] = []
  const interrupt = createInterrupt()
  const contextOf = ({ context = {} }: Overrides): RunContext => ({
    dialect,
    connect,
    clock: () => new Date(),
    sleep: (ms) => new Promise((wake) => void setTimeout(wake, ms)),
    random: () => 0.5,
    emit: (event) => void events.push(event),
    owner: 'the test',
    interrupt,
    lockBudgetMs: 1_000,
    allow: [],
    ...context,
  })
  const optionsOf = ({ options = {} }: Overrides) => ({
    gate: 'none' as const,
    settle: async () => settled,
    verifyFresh: async () => undefined,
    verifyGate: async () => undefined,
    ...options,
  })
  return {
    url: database.url,
    session,
    events,
    interrupt,
    run: async (sql) => void (await session.execute(sql)),
    rows: (sql) => session.query(sql),
    connect,
    apply: (plan, more = {}) => applyPlan(contextOf(more), plan, optionsOf(more)),
    resume: (runId, more = {}) => resumeRun(contextOf(more), runId, optionsOf(more)),
    goOn: (runId, more = {}) => continueRun(contextOf(more), runId, optionsOf(more)),
    rollback: (runId, more = {}) =>
      rollbackRun(contextOf(more), runId, { ...optionsOf(more), settle: more.options?.settle ?? backToNothing }),
    dispose: async () => {
      await session.close()
      await database.dispose()
    },
  }
}

const backToNothing = async (): Promise<Settled> => ({ recorded: null, residue: [] })

/** `1.1 done, 1.2 failed`: how the steps of the latest run stand. */
export async function standing(session: Session): Promise<string> {
  const run = await (await openJournal(session)).run('latest')
  return (run?.steps ?? []).map(({ id, status }) => `${id} ${status}`).join(', ')
}

/** Resolves once `condition` holds; it is a test's own deadline that ends the wait. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((wake) => void setTimeout(wake, 10))
}
