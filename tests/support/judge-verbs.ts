import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterrupt } from '../../src/apply/interrupt.ts'
import type { RunOutcome } from '../../src/apply/context.ts'
import { plan as planCommand } from '../../src/commands/plan.ts'
import type { Prepared } from '../../src/commands/prepare.ts'
import type { Refusal } from '../../src/commands/refusal.ts'
import { apply, continuePastGate, resume, rollback, runToRollBack } from '../../src/commands/runs.ts'
import { withSession } from '../../src/commands/target.ts'
import { openJournal } from '../../src/journal/journal.ts'
import type { Surroundings } from '../../src/commands/surroundings.ts'
import { openWorkplace, type Workplace } from '../../src/commands/workplace.ts'
import type { Dialect } from '../../src/dialects/dialect.ts'
import type { RunEvent } from '../../src/model/event.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Target } from '../../src/model/target.ts'

/** One database and one spec, with the verbs of the command line as `cli/` calls them. */
export interface Stage {
  readonly place: Workplace
  plan(): Promise<Prepared | Refusal>
  /** The plan, which has to be possible and to have no data against it. */
  planned(): Promise<Plan>
  apply(plan: Plan): Promise<RunOutcome>
  resume(): Promise<RunOutcome>
  goOn(): Promise<RunOutcome>
  rollback(): Promise<RunOutcome>
}

export interface StageOptions {
  readonly gate?: Target['gate']
  readonly smallTableBytes?: number
  /** Stands in for the real one, to see or to stop what it does. */
  readonly dialect?: Dialect
  /** How long a step keeps trying to get its locks, milliseconds. */
  readonly lockWindowMs?: number
  readonly terminateBlockers?: boolean
  readonly sleep?: Surroundings['sleep']
  readonly onEvent?: (event: RunEvent) => void
}

/** Needs no vitest: processes that are going to be killed use it too. `state` takes the cache of specs. */
export async function stageIn(state: string, url: string, spec: string, options: StageOptions = {}): Promise<Stage> {
  // A case may bring settings of its own, for the target of this name.
  const configured = existsSync(join(dirname(spec), 'reconcile.yaml')) ? 'corpus' : null
  const opened = await openWorkplace({ specs: spec, state, target: configured, url }, {})
  const { gate = 'none', smallTableBytes = opened.target.smallTableBytes } = options
  const target: Target = { ...opened.target, name: 'corpus', gate, smallTableBytes, ...windowOf(options) }
  const place: Workplace = { ...opened, target, dialect: options.dialect ?? opened.dialect }
  const plan = async (): Promise<Prepared | Refusal> => (await planCommand(place)).outcome
  return {
    place,
    plan,
    planned: async () => {
      const outcome = await plan()
      if (outcome.kind === 'refused') throw new Error(`refused: ${lines(outcome.diagnostics)}`)
      if (outcome.findings.length > 0) throw new Error(`the data is against it: ${lines(outcome.findings)}`)
      return outcome.plan
    },
    apply: (reviewed) => apply(place, reviewed, surroundings(options, blocking(reviewed)), null),
    resume: () => resume(place, surroundings(options), null),
    goOn: () => continuePastGate(place, surroundings(options), null, 0),
    rollback: async () => rollback(place, surroundings(options), await runToRollBack(place, await standing(place))),
  }
}

/** Tests go back run by run, further than is done without naming one. */
async function standing({ dialect, target }: Workplace): Promise<string | null> {
  return await withSession(dialect, target, async (session) => {
    const runs = await (await openJournal(session)).runs()
    return runs.findLast(({ status }) => status !== 'rolled_back')?.id ?? null
  })
}

function windowOf({ lockWindowMs, terminateBlockers = false }: StageOptions): Partial<Target> {
  return lockWindowMs === undefined ? { terminateBlockers } : { lockWindowMs, terminateBlockers }
}

/** The corpus reads every review, so whatever blocks is allowed by its name. `irreversible` never is. */
function blocking({ steps }: Plan): readonly string[] {
  return steps.flatMap(({ hazards }) => hazards.filter(({ severity }) => severity === 'block').map(({ id }) => id))
}

function surroundings(
  { onEvent = () => undefined, sleep = asleep }: StageOptions,
  allow: readonly string[] = [],
): Surroundings {
  return {
    clock: () => new Date(),
    sleep,
    random: () => 0.5,
    owner: 'the corpus',
    interrupt: createInterrupt(),
    emit: onEvent,
    allow,
  }
}

function asleep(ms: number): Promise<void> {
  return new Promise((wake) => void setTimeout(wake, ms))
}

function lines(items: readonly object[]): string {
  return items.map((item) => JSON.stringify(item)).join('\n')
}
