import { holdMutex } from '../apply/mutex.ts'
import { withDeclared } from '../diff/access.ts'
import { withoutAside } from '../diff/aside.ts'
import { openJournal } from '../journal/journal.ts'
import type { Recorded } from '../model/recorded.ts'
import { type PlanResult, plan } from './plan.ts'
import type { Surroundings } from './surroundings.ts'
import { withSession } from './target.ts'
import type { Workplace } from './workplace.ts'

/** `recorded` null: there is no plan, or one with steps, so nothing was recorded. */
export interface Adoption extends PlanResult {
  readonly recorded: Recorded | null
}

/**
 * Records the database as it is, if it is what the specs say; changes nothing else. From then on it is managed: what
 * leaves the specs is planned to go. Throws `held_by_another_run`, and `refused` while a run is unfinished.
 */
export async function adopt(place: Workplace, around: Pick<Surroundings, 'owner' | 'sleep'>): Promise<Adoption> {
  const { dialect, target } = place
  const hold = await holdMutex({ ...around, dialect, connect: () => dialect.connect(target.url, 'reconcile') })
  try {
    const planned = await plan(place)
    const recorded = recordedBy(planned)
    if (recorded !== null) {
      await withSession(dialect, target, async (session) => {
        const journal = await openJournal(session)
        await journal.ensure()
        await session.transaction('write', { lockMs: 900, statementMs: 0 }, () => journal.saveRecorded(recorded))
      })
    }
    return { ...planned, recorded }
  } finally {
    await hold.release()
  }
}

function recordedBy({ outcome }: PlanResult): Recorded | null {
  if (outcome.kind === 'refused' || outcome.plan.steps.length > 0) return null
  const { before, schema, backfills, spellings } = outcome.plan
  const found = withDeclared(withoutAside(before), schema)
  return { schema: { ...found, quarantined: before.quarantined }, backfills, spellings }
}
