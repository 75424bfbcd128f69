import { expect, inject } from 'vitest'
import type { RunOutcome } from '../../src/apply/context.ts'
import type { Dialect } from '../../src/dialects/dialect.ts'
import type { Session } from '../../src/dialects/session.ts'
import { openJournal } from '../../src/journal/journal.ts'
import { ReconcileError } from '../../src/lib/errors.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { RunStatus } from '../../src/model/run.ts'
import { expectRowsSurvive, expectSame } from '../support/judge-compare.ts'
import { mustBe } from '../support/judge-stage.ts'
import { survey } from '../support/judge-survey.ts'
import { fill } from './example.ts'
import { type Kill, lethal } from './kill.ts'
import { killedProcess } from './killed-process.ts'
import { expectMoved } from './moving.ts'
import { makeNoise } from './noise.ts'
import type { Drawn } from './release.ts'
import { planned, withoutPlaces } from './round-trip.ts'
import { type Site, siteOf } from './site.ts'
import { asItIs } from './wanted.ts'

export interface Disorder {
  readonly kills: readonly Kill[]
  /** Where it has to lead in the end: there, or back to the start. */
  readonly back: boolean
}

/**
 * Applies a plan beside an application, is killed again and again, goes on or back, and arrives: the target is reached, or
 * the start exactly, with all rows. How often it was killed; null when the change was refused.
 */
export async function chaos(
  dialect: Dialect,
  url: string,
  session: Session,
  { before, wanted, dice, smallTableBytes }: Drawn,
  { kills, back }: Disorder,
): Promise<number | null> {
  const state = inject('sqliteDirectory')
  const site = siteOf(dialect, url, state, smallTableBytes)
  const start = await planned(site.plan(asItIs(before)))
  if (start === null) throw new Error('the schema to start from was refused')
  if (start.steps.length > 0) mustBe('done', await site.apply(start))
  await fill(session, dialect, before, dice)
  const found = await survey(dialect, session)
  const plan = await planned(site.plan(wanted))
  if (plan === null) return null
  if (plan.steps.length === 0) return 0

  // What a backfill overwrites in a table without a key cannot come back, as the plan says.
  const isExact = !plan.steps.some(({ change, inverse }) => change === 'run_backfill' && inverse.exactness === 'none')
  const noise = await makeNoise(dialect, url, [before, wanted.schema])
  const goesBack = back && isExact
  let killed = 0
  let refused = false
  try {
    for (const [turn, kill] of [...kills, null].entries()) {
      const status = await statusOf(plan, session)
      const returns = refused || (goesBack && turn > 0)
      if (returns ? status === null || status === 'rolled_back' : status === 'done') break
      if (kill?.of === 'process') {
        const verb = returns ? 'rollback' : status === null ? 'apply' : 'resume'
        // A run that was cut off here has left the lock of a process that is alive.
        if (dialect.name === 'sqlite' && killed > 0) await session.execute('delete from _reconcile_lock')
        const wasKilled = await killedProcess({ dialect: dialect.name, url, state, smallTableBytes, verb, plan, kill })
        killed += wasKilled ? 1 : 0
        continue
      }
      const weapon = kill === null ? null : lethal(dialect, url, kill)
      const outcome = await survived(weapon?.isUsed, () =>
        move(weapon === null ? site : siteOf(weapon.dialect, url, state, smallTableBytes), plan, status, returns),
      )
      if (weapon?.isUsed() === true) killed += 1
      else if (outcome?.failure?.code === 'refused' && !returns) refused = true
      else if (outcome !== null) mustBe(returns ? 'rolled_back' : 'done', outcome)
    }
    if (refused && !isExact) return null
    if (refused && (await statusOf(plan, session)) !== 'rolled_back') mustBe('rolled_back', await site.rollBack())
  } finally {
    await noise.stop()
  }
  expect(noise.broken, 'what the server could not do for the application').toEqual([])

  const reached = await survey(dialect, session)
  if (refused || goesBack) {
    expectSame(found, reached, withoutPlaces({ ...found, schema: wanted.schema }))
    return refused ? null : killed
  }
  const { renames, enumRenames } = wanted
  await expectRowsSurvive({ before: found, after: reached, plan, renames, enumRenames, dialect, session })
  expectMoved(wanted, found, reached)
  expect((await planned(site.plan(wanted)))?.steps, 'a second plan is empty').toEqual([])
  if (isExact) {
    mustBe('rolled_back', await site.rollBack())
    expectSame(found, await survey(dialect, session), withoutPlaces(reached))
  }
  return killed
}

function move(site: Site, plan: Plan, status: RunStatus | null, returns: boolean): Promise<RunOutcome> {
  if (returns) return site.rollBack()
  return status === null ? site.apply(plan) : site.resume()
}

/** Null when it did not live to say how it ended. */
async function survived(
  isUsed: (() => boolean) | undefined,
  run: () => Promise<RunOutcome>,
): Promise<RunOutcome | null> {
  try {
    return await run()
  } catch (error) {
    const isLost = error instanceof ReconcileError && error.code === 'unreachable'
    if (isUsed?.() === true && (isLost || !(error instanceof ReconcileError))) return null
    throw error
  }
}

/** How the run of this plan stands; null: nothing of it is written down. */
async function statusOf({ id }: Plan, session: Session): Promise<RunStatus | null> {
  const latest = await (await openJournal(session)).run('latest')
  return latest?.plan.id === id ? latest.status : null
}
