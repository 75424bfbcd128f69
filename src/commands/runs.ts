import { applyPlan, continueRun, resumeRun, rollbackRun } from '../apply/runs.ts'
import type { RunContext, RunOptions, RunOutcome } from '../apply/context.ts'
import type { Session } from '../dialects/session.ts'
import { type Journal, openJournal } from '../journal/journal.ts'
import { ReconcileError } from '../lib/errors.ts'
import { fingerprint, stableJson } from '../lib/fingerprint.ts'
import { allowancesOn } from '../model/allowance.ts'
import type { Plan } from '../model/plan.ts'
import type { Run } from '../model/run.ts'
import type { Phase } from '../model/step.ts'
import { leavingBehind } from '../plan/leaving.ts'
import { runBackup } from './backup.ts'
import { refuseClosedGate, waitForGate } from './gate.ts'
import { requirePromotion } from './promotion.ts'
import { quarantineText } from './quarantine-text.ts'
import { refuseMissingRights } from './rights.ts'
import { settleBack, settleForward } from './settle.ts'
import type { Surroundings } from './surroundings.ts'
import { withSession } from './target.ts'
import { unfinishedRun } from './unfinished.ts'
import type { Workplace } from './workplace.ts'

/** Runs a reviewed plan to its end or to the gate. Throws `stale_plan` when the database has changed since. */
export async function apply(
  place: Workplace,
  plan: Plan,
  around: Surroundings,
  through: Phase | null,
): Promise<RunOutcome> {
  const { dialect, target } = place
  const { name: madeFor, dialect: engine } = plan.target
  if (engine !== dialect.name || madeFor !== target.name) {
    const message = `plan ${plan.id.slice(0, 8)} is for ${madeFor} (${engine}), and this is ${target.name} (${dialect.name})`
    throw new ReconcileError('stale_plan', message, { hint: 'Plan for this target.' })
  }
  await requirePromotion(place, plan)
  await runBackup(place)
  return await applyPlan(contextOf(place, around), plan, {
    ...atGate(place),
    ...(through === null ? {} : { through }),
    settle: settleForward(dialect),
    verifyFresh: async (session) => {
      await verifyFresh(session, place, plan)
      await refuseMissingRights(session, dialect, plan)
    },
  })
}

/** Goes on with a run that was interrupted, killed or failed. */
export async function resume(place: Workplace, around: Surroundings, runId: string | null): Promise<RunOutcome> {
  const run = await chosenRun(place, runId, 'resume')
  return await resumeRun(contextOf(place, around), run.id, {
    ...atGate(place),
    settle: settleForward(place.dialect),
  })
}

/**
 * Goes on past the gate. Throws `refused` when its conditions do not hold, or have not come to hold within `waitMs`;
 * `interrupted` when the wait is.
 */
export async function continuePastGate(
  place: Workplace,
  around: Surroundings,
  runId: string | null,
  waitMs: number,
): Promise<RunOutcome> {
  const run = await runToContinue(place, runId)
  await waitForGate(place, around, run, waitMs)
  return await continueRun(contextOf(place, around), run.id, {
    ...atGate(place),
    settle: settleForward(place.dialect),
    verifyGate: (session, waiting) => refuseClosedGate(place, session, waiting, around.clock()),
  })
}

/** The run that `continue` goes on with: the one named, else the unfinished one. Throws `refused`, or `usage` for a name nobody has. */
export async function runToContinue(place: Workplace, runId: string | null): Promise<Run> {
  return await chosenRun(place, runId, 'continue')
}

/** Takes a run back, newest step first. */
export async function rollback(place: Workplace, around: Surroundings, run: Run): Promise<RunOutcome> {
  return await rollbackRun(contextOf(place, around), run.id, { settle: settleBack(place.dialect) })
}

/**
 * The run to take back: the one named, else the latest. Throws `refused`, also when the latest has been taken back: asked
 * twice, as a pipeline may that has lost the answer, it must not go further back than was meant.
 */
export async function runToRollBack(place: Workplace, runId: string | null): Promise<Run> {
  return await withSession(place.dialect, place.target, async (session) => {
    const journal = await openJournal(session)
    const runs = await journal.runs()
    const standing = runs.filter(({ status }) => status !== 'rolled_back')
    const latest = standing.at(-1)
    if (runId !== null && (await journal.run(runId)) === null) throw noSuchRun(runId)
    if (latest === undefined) {
      throw new ReconcileError('refused', 'there is no run to take back', {
        hint: '`reconcile status` lists the runs.',
      })
    }
    const last = runs.at(-1)
    if (runId === null && last !== undefined && last.id !== latest.id) {
      throw new ReconcileError('refused', `run ${last.id}, the latest, is taken back already`, {
        hint: `To go further back, name the run before it: \`reconcile rollback ${latest.id}\`.`,
      })
    }
    if (runId === null || runId === latest.id) {
      await refusePurged(journal, latest)
      return latest
    }
    const named = standing.find(({ id }) => id === runId)
    throw named === undefined
      ? new ReconcileError('refused', `there is no run ${runId} that stands`, {
          hint: '`reconcile status` lists the runs.',
        })
      : new ReconcileError('refused', `run ${runId} is not the latest: ${latest.id} came after it`, {
          hint: `Take back ${latest.id} first: each run is undone on the schema it left.`,
        })
  })
}

/** What `purge` has destroyed cannot be put back: said before anything is taken back, not in the middle of it. */
async function refusePurged(journal: Journal, run: Run): Promise<void> {
  const present = new Set((await journal.quarantined()).map(({ quarantine }) => stableJson(quarantine)))
  const took = new Set(run.steps.filter(({ status }) => status === 'done').map(({ id }) => id))
  const gone = run.plan.steps
    .filter(({ id }) => took.has(id))
    .flatMap(({ quarantines }) => quarantines)
    .filter((quarantine) => !present.has(stableJson(quarantine)))
  if (gone.length === 0) return
  throw new ReconcileError(
    'refused',
    `run ${run.id} cannot be taken back: ${gone.map(quarantineText).join('; ')} has been purged`,
    {
      hint: 'Restore it from a backup, or change the specs and go forward.',
    },
  )
}

async function chosenRun(place: Workplace, runId: string | null, verb: string): Promise<Run> {
  return await withSession(place.dialect, place.target, async (session) => {
    const journal = await openJournal(session)
    const run = runId === null ? await unfinishedRun(journal) : await journal.run(runId)
    if (run !== null) return run
    if (runId !== null) throw noSuchRun(runId)
    throw new ReconcileError('refused', `there is no unfinished run to ${verb}`, {
      hint: '`reconcile status` lists the runs; `reconcile` starts a new one.',
    })
  })
}

function noSuchRun(id: string): ReconcileError {
  return new ReconcileError('usage', `there is no run ${id} in this database`, {
    hint: '`reconcile status` lists the runs.',
  })
}

function atGate({ dialect, target }: Workplace): Pick<RunOptions, 'gate' | 'countUse'> {
  const { gate, gateConditions } = target
  if (gateConditions.every(({ kind }) => kind !== 'unused')) return { gate }
  return { gate, countUse: async (session, run) => (await dialect.usage(session, leavingBehind(run.plan))).counters }
}

function contextOf({ dialect, target }: Workplace, around: Surroundings): RunContext {
  return {
    ...around,
    dialect,
    connect: () => dialect.connect(target.url, 'reconcile'),
    lockBudgetMs: target.lockBudgetMs,
    terminateBlockers: target.terminateBlockers,
    patience: { tries: Number.POSITIVE_INFINITY, windowMs: target.lockWindowMs },
    allow: [...allowancesOn(around.clock(), target.allow).counting.map(({ hazard }) => hazard), ...around.allow],
  }
}

/** The plan was made for the schema with this fingerprint: on another one it would do something nobody has reviewed. */
async function verifyFresh(session: Session, { dialect }: Workplace, plan: Plan): Promise<void> {
  const found = fingerprint(await dialect.introspect(session))
  if (found === plan.actual) return
  throw new ReconcileError('stale_plan', `the database has changed since plan ${plan.id.slice(0, 8)} was made`, {
    hint: 'Plan again and review what is different.',
  })
}
