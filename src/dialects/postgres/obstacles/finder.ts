import type { Obstacle } from '../../../model/obstacle.ts'
import type { Reach } from '../../../model/reach.ts'
import type { Session } from '../../session.ts'

/** Looks for one kind of obstacle, with at most two queries. */
export type Finder = (session: Session, reach: Reach) => Promise<readonly Obstacle[]>
