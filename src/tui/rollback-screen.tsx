import type { Run } from '../model/run.ts'
import { BrowseScreen } from './browse-screen.tsx'
import { rollbackContent } from './rollback-content.ts'
import { showScreen, type Looks, type Streams } from './screen.tsx'
import type { Decision } from './state.ts'

interface RollbackScreenOptions extends Looks {
  readonly run: Run
  readonly streams: Streams
}

/** Shows what taking a run back would do, until that is approved (`apply`) or left. */
export async function rollbackScreen({
  run,
  streams,
  ...looks
}: RollbackScreenOptions): Promise<{ decision: Decision }> {
  const content = rollbackContent(run)
  const decision = await showScreen<Decision>(streams, (finish) => (
    <BrowseScreen {...looks} content={content} now={() => performance.now()} onDecision={finish} />
  ))
  return { decision }
}
