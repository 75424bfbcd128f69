import { waitsAtGate } from '../apply/gate.ts'
import { openJournal } from '../journal/journal.ts'
import { ReconcileError } from '../lib/errors.ts'
import type { GateNow } from '../model/gate.ts'
import type { Run } from '../model/run.ts'
import { judgeGate, pollMs, standing } from './gate.ts'
import type { Surroundings } from './surroundings.ts'
import { withSession } from './target.ts'
import type { Workplace } from './workplace.ts'

/** Tells every few seconds how the conditions stand for a run that waits at the gate, until told to stop. Changes nothing. */
export async function watchGate(
  place: Workplace,
  run: Run,
  { clock, sleep }: Pick<Surroundings, 'clock' | 'sleep'>,
  tell: (now: GateNow) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const now = await gateNow(place, run, clock())
    if (!signal.aborted) tell(now)
    await sleep(pollMs)
  }
}

async function gateNow(place: Workplace, { id }: Run, now: Date): Promise<GateNow> {
  try {
    return await withSession(place.dialect, place.target, async (session) => {
      const run = await (await openJournal(session)).run(id)
      if (run !== null && waitsAtGate(run)) return { kind: 'judged', gate: await judgeGate(place, session, run, now) }
      return { kind: 'trouble', message: `run ${id} waits no longer: it ${standing(run)}` }
    })
  } catch (error) {
    const { message } = error instanceof ReconcileError ? error : place.dialect.failure(error)
    return { kind: 'trouble', message }
  }
}
