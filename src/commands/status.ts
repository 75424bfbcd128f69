import { openJournal } from '../journal/journal.ts'
import type { QuarantineRecord, Run } from '../model/run.ts'
import { withSession } from './target.ts'
import type { Workplace } from './workplace.ts'

export interface StatusResult {
  /** Oldest first. */
  readonly runs: readonly Run[]
  readonly quarantined: readonly QuarantineRecord[]
}

export async function status(place: Workplace): Promise<StatusResult> {
  return await withSession(place.dialect, place.target, async (session) => {
    const journal = await openJournal(session)
    return { runs: await journal.runs(), quarantined: await journal.quarantined() }
  })
}
