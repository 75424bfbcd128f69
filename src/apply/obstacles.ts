import type { Session } from '../dialects/session.ts'
import { ReconcileError } from '../lib/errors.ts'
import type { Obstacle } from '../model/obstacle.ts'
import type { Reach } from '../model/reach.ts'
import type { RunContext } from './context.ts'

/**
 * Looks for what is in the way of a run before its first statement, and tells it. Throws `refused` for what would make
 * the run fail; the rest is waited for when its step comes.
 */
export async function meetObstacles(
  { dialect, emit }: RunContext,
  session: Session,
  reach: Reach,
  direction: 'forward' | 'back',
): Promise<void> {
  const obstacles = await dialect.obstacles(session, reach)
  // On the way back nothing is refused: whoever has to go back has to, and a step that fails can be tried again.
  const stopping = direction === 'forward' ? obstacles.filter(({ stops }) => stops) : []
  for (const obstacle of obstacles) if (!stopping.includes(obstacle)) emit({ type: 'obstacle', obstacle })
  if (stopping.length > 0) throw stoppedBy(stopping)
}

/** Throws `refused` when the two sessions are not the server's own. To be asked before any of them takes the mutex. */
export async function refusePooler({ dialect }: RunContext, one: Session, other: Session): Promise<void> {
  const obstacle = await dialect.pooler(one, other)
  if (obstacle !== null) throw stoppedBy([obstacle])
}

function stoppedBy(obstacles: readonly Obstacle[]): ReconcileError {
  const lines = obstacles.map(({ id, what, why }) => `${what}. ${why} [${id}]`)
  return new ReconcileError('refused', `nothing was changed, because the run would fail:\n${lines.join('\n')}`, {
    hint: obstacles.map(({ remedy }) => remedy).join('\n'),
  })
}
