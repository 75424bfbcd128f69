import { isLost } from '../apply/failures.ts'
import { waitsAtGate } from '../apply/gate.ts'
import { Interrupted, sleepUnlessInterrupted } from '../apply/interrupt.ts'
import { globPattern } from '../diff/ignored.ts'
import type { Session } from '../dialects/session.ts'
import { type Journal, openJournal } from '../journal/journal.ts'
import { ReconcileError } from '../lib/errors.ts'
import { period } from '../lib/period.ts'
import { count } from '../lib/text.ts'
import { conditionText, type GateCondition, type JudgedCondition, type JudgedGate } from '../model/gate.ts'
import type { Run } from '../model/run.ts'
import { judgeUse } from './gate-use.ts'
import { runQuietly } from './shell.ts'
import type { Surroundings } from './surroundings.ts'
import { withSession } from './target.ts'
import type { Workplace } from './workplace.ts'

/** How often a gate is asked that somebody waits for, or looks at. */
export const pollMs = 3000
const commandMs = 60_000
const unreached = 'the database, which cannot be reached'

/** How each condition of the target's gate stands for a run that waits at it. Changes nothing. */
export async function judgeGate(place: Workplace, session: Session, run: Run, now: Date): Promise<JudgedGate> {
  return await judgeAll({ place, session, run, now, counting: false })
}

async function judgeAll(asked: Omit<Circumstances, 'journal' | 'openedAt'>): Promise<JudgedGate> {
  const { place, session, run } = asked
  const journal = await openJournal(session)
  const openedAt = await journal.gateOpenedAt(run.id)
  const conditions: JudgedCondition[] = []
  for (const condition of place.target.gateConditions) {
    conditions.push({ condition, ...(await judge(condition, { ...asked, journal, openedAt })) })
  }
  return { openedAt, conditions }
}

/** Throws `refused` with what is not met yet. */
export async function refuseClosedGate(place: Workplace, session: Session, run: Run, now: Date): Promise<void> {
  const unmet = unmetOf(await judgeAll({ place, session, run, now, counting: true }))
  if (unmet.length === 0) return
  const told = unmet.map(({ condition, detail }) => `${conditionText(condition)}: ${detail}`)
  throw new ReconcileError('refused', `the gate of ${place.target.name} is not open yet: ${told.join('; ')}`, {
    hint: `Nothing was changed, and run ${run.id} waits. Run \`reconcile continue --wait 30m\` to wait for it, take the run back with \`reconcile rollback\`, or change \`gate:\` of the target in specs/reconcile.yaml.`,
  })
}

/**
 * Asks every few seconds until all conditions hold or the time is over; which of them it was, is for the caller to ask
 * once more. No mutex is held meanwhile, so the run can be taken back: then it throws `refused`. Throws `interrupted`.
 */
export async function waitForGate(place: Workplace, around: Surroundings, run: Run, waitMs: number): Promise<void> {
  const end = around.clock().getTime() + waitMs
  if (waitMs === 0 || !waitsAtGate(run)) return
  let told = ''
  for (;;) {
    const now = around.clock()
    const unmet = await unmetNow(place, run, now)
    const left = end - around.clock().getTime()
    if (unmet.length === 0 || left <= 0) return
    const message = `waiting for the gate: ${unmet.join(', ')}`
    if (message !== told) around.emit({ type: 'notice', message })
    told = message
    await sleepAtGate(around, run, Math.min(pollMs, left))
  }
}

/** What is waited for; a server that cannot be reached for a while is waited for as well. */
async function unmetNow(place: Workplace, run: Run, now: Date): Promise<readonly string[]> {
  const { dialect, target } = place
  try {
    return await withSession(dialect, target, async (session) => {
      try {
        await refuseGone(await openJournal(session), run)
        const gate = await judgeAll({ place, session, run, now, counting: true })
        return unmetOf(gate).map(({ condition }) => conditionText(condition))
      } catch (error) {
        if (await isLost(dialect, session, error)) return [unreached]
        throw error
      }
    })
  } catch (error) {
    if (error instanceof ReconcileError && error.code === 'unreachable') return [unreached]
    throw error
  }
}

async function refuseGone(journal: Journal, { id }: Run): Promise<void> {
  const run = await journal.run(id)
  if (run !== null && waitsAtGate(run)) return
  throw new ReconcileError('refused', `stopped waiting for the gate: run ${id} ${standing(run)}`, {
    hint: 'Somebody else has taken it back or gone on with it: `reconcile status` shows how it stands.',
  })
}

/** In place of waiting at the gate. */
export function standing(run: Run | null): string {
  return run === null ? 'is not in the journal any more' : `is ${run.status.replaceAll('_', ' ')}`
}

async function sleepAtGate({ interrupt, sleep }: Surroundings, run: Run, ms: number): Promise<void> {
  try {
    await sleepUnlessInterrupted(interrupt, sleep, ms)
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    throw new ReconcileError('interrupted', 'stopped waiting for the gate; nothing was changed', {
      hint: `Run ${run.id} still waits: \`reconcile continue\` asks again.`,
      cause: error,
    })
  }
}

function unmetOf({ conditions }: JudgedGate): readonly JudgedCondition[] {
  return conditions.filter(({ met }) => !met)
}

interface Circumstances {
  readonly place: Workplace
  readonly session: Session
  readonly journal: Journal
  readonly run: Run
  readonly now: Date
  readonly openedAt: string | null
  /** Whether use that is found is counted anew. */
  readonly counting: boolean
}

type Judgement = Pick<JudgedCondition, 'met' | 'detail'>

async function judge(condition: GateCondition, around: Circumstances): Promise<Judgement> {
  switch (condition.kind) {
    case 'soak':
      return judgeSoak(condition.ms, around)
    case 'no_session':
      return await judgeSessions(condition.patterns, around)
    case 'unused':
      return await judgeUse(condition.quietMs, around)
    case 'command':
      return await judgeCommand(condition.command)
  }
}

/** A gate whose opening nobody has written down has been open since the last step before it. */
function judgeSoak(ms: number, { run, now, openedAt }: Circumstances): Judgement {
  const finished = run.steps.flatMap(({ finishedAt }) => finishedAt ?? []).toSorted()
  const since = openedAt ?? finished.at(-1) ?? run.startedAt
  const passed = now.getTime() - Date.parse(since)
  const open = `open for ${period(passed)}`
  return passed >= ms ? { met: true, detail: open } : { met: false, detail: `${open}, ${period(ms - passed)} to go` }
}

async function judgeSessions(patterns: readonly string[], { place, session }: Circumstances): Promise<Judgement> {
  const wanted = patterns.map(globPattern)
  const found = (await place.dialect.namedSessions(session)).filter(({ application }) =>
    wanted.some((pattern) => pattern.test(application)),
  )
  if (found.length === 0) return { met: true, detail: 'there is none' }
  const shown = found
    .slice(0, 3)
    .map(({ application, pid, user }) => `${application || 'without a name'} (pid ${pid}, user ${user})`)
  const more = found.length > shown.length ? `, and ${found.length - shown.length} more` : ''
  return { met: false, detail: `${count(found.length, 'session')}: ${shown.join(', ')}${more}` }
}

async function judgeCommand(command: string): Promise<Judgement> {
  const { code, output } = await runQuietly(command, commandMs)
  const said = output === '' ? '' : `: ${output}`
  if (code === null) return { met: false, detail: `was not done after ${period(commandMs)}${said}` }
  return { met: code === 0, detail: `${typeof code === 'number' ? `exit ${code}` : code}${said}` }
}
