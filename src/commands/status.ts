import { waitsAtGate } from '../apply/gate.ts'
import { openJournal } from '../journal/journal.ts'
import type { JudgedGate } from '../model/gate.ts'
import { asideFor, type QuarantineRecord, type Run } from '../model/run.ts'
import { judgeGate } from './gate.ts'
import { withSession } from './target.ts'
import type { Workplace } from './workplace.ts'

export interface StatusResult {
  /** Oldest first. */
  readonly runs: readonly Run[]
  readonly quarantined: readonly QuarantineRecord[]
  /** Those that have been aside for longer than the target means them to be (hazards.md 7, rule 152). */
  readonly overdue: readonly QuarantineRecord[]
  /** How the conditions stand right now; null unless the latest run waits at a gate that has any. */
  readonly gate: JudgedGate | null
}

export async function status(place: Workplace, now: Date): Promise<StatusResult> {
  return await withSession(place.dialect, place.target, async (session) => {
    const journal = await openJournal(session)
    const runs = await journal.runs()
    const latest = runs.at(-1)
    const quarantined = await journal.quarantined()
    const judged = latest !== undefined && waitsAtGate(latest) && place.target.gateConditions.length > 0
    return {
      runs,
      quarantined,
      overdue: quarantined.filter(asideFor(place.target.keepAsideMs, now)),
      gate: judged ? await judgeGate(place, session, latest, now) : null,
    }
  })
}
