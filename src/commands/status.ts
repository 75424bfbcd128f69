import { waitsAtGate } from '../apply/gate.ts'
import { openJournal } from '../journal/journal.ts'
import type { JudgedGate } from '../model/gate.ts'
import type { QuarantineRecord, Run } from '../model/run.ts'
import { judgeGate } from './gate.ts'
import { withSession } from './target.ts'
import type { Workplace } from './workplace.ts'

export interface StatusResult {
  /** Oldest first. */
  readonly runs: readonly Run[]
  readonly quarantined: readonly QuarantineRecord[]
  /** How the conditions stand right now; null unless the latest run waits at a gate that has any. */
  readonly gate: JudgedGate | null
}

export async function status(place: Workplace, now: Date): Promise<StatusResult> {
  return await withSession(place.dialect, place.target, async (session) => {
    const journal = await openJournal(session)
    const runs = await journal.runs()
    const latest = runs.at(-1)
    const judged = latest !== undefined && waitsAtGate(latest) && place.target.gateConditions.length > 0
    return {
      runs,
      quarantined: await journal.quarantined(),
      gate: judged ? await judgeGate(place, session, latest, now) : null,
    }
  })
}
