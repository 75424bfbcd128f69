import type { Obstacle } from '../../model/obstacle.ts'
import type { Reach } from '../../model/reach.ts'
import type { Session } from '../session.ts'
import { collationVersions } from './obstacles/collation-version.ts'
import { disk } from './obstacles/disk.ts'
import type { Finder } from './obstacles/finder.ts'
import { invalidIndexes } from './obstacles/invalid-index.ts'
import { longTransactions } from './obstacles/long-transaction.ts'
import { oldSnapshots } from './obstacles/old-snapshot.ts'
import { pendingDetaches } from './obstacles/pending-detach.ts'
import { preparedTransactions } from './obstacles/prepared-transaction.ts'
import { readOnlyServer } from './obstacles/read-only-server.ts'
import { replicationSlots } from './obstacles/replication-slot.ts'
import { serverDefects } from './obstacles/server-defect.ts'
import { standbyConflicts } from './obstacles/standby-conflict.ts'
import { wraparoundVacuums } from './obstacles/wraparound-vacuum.ts'

const finders: readonly Finder[] = [
  readOnlyServer,
  pendingDetaches,
  invalidIndexes,
  longTransactions,
  preparedTransactions,
  wraparoundVacuums,
  replicationSlots,
  oldSnapshots,
  standbyConflicts,
  collationVersions,
]

/** All at once, since none of the questions needs the answer of another, but for the one that has its own transaction. */
export async function obstacles(session: Session, reach: Reach): Promise<readonly Obstacle[]> {
  const found = await Promise.all(finders.map((find) => find(session, reach)))
  return [...serverDefects(session.serverVersion, reach), ...found.flat(), ...(await disk(session, reach))]
}
