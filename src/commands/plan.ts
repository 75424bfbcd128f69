import type { Prepared } from './prepare.ts'
import { prepare } from './prepare.ts'
import { hasErrors, type Refusal, refusal } from './refusal.ts'
import { withSession } from './target.ts'
import { forServer, loadDesired, type LoadedDesired, type Workplace } from './workplace.ts'

export interface PlanResult {
  readonly outcome: Prepared | Refusal
  readonly loaded: LoadedDesired
}

/** Specs → plan. The specs are judged before anything connects. */
export async function plan(place: Workplace): Promise<PlanResult> {
  const offline = await loadDesired(place, null)
  if (hasErrors(offline.diagnostics)) {
    return { outcome: refusal('invalid_spec', offline.diagnostics), loaded: offline }
  }
  return await withSession(place.dialect, place.target, async (session) => {
    const loaded = forServer(offline, place.dialect, session.serverVersion)
    if (hasErrors(loaded.diagnostics)) return { outcome: refusal('invalid_spec', loaded.diagnostics), loaded }
    return { outcome: await prepare(session, place.dialect, place.target, loaded.desired), loaded }
  })
}
