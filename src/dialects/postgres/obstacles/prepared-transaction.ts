import { count } from '../../../lib/text.ts'
import { text } from '../catalog/scope.ts'
import { literal } from '../words/quote.ts'
import type { Finder } from './finder.ts'
import { lockedBy, lockedRelations } from './relations.ts'

/**
 * They have no session and outlive a restart: what they lock stays locked until somebody ends them (hazards.md 0.1). Which
 * locks are theirs tells the one that each holds on its own number.
 */
export const preparedTransactions: Finder = async (session, reach) => {
  const rows = await session.query(
    `with ${lockedRelations}
     select p.gid, p.owner, h.relations, extract(epoch from pg_catalog.clock_timestamp() - p.prepared)::int as age
     from pg_catalog.pg_prepared_xacts p
     join pg_catalog.pg_locks x on x.pid is null and x.locktype = 'transactionid' and x.transactionid = p.transaction
     join held h on h.pid is null and h.virtualtransaction = x.virtualtransaction
     where p.database = pg_catalog.current_database()
     order by p.prepared, p.gid`,
    [lockedBy(reach)],
  )
  return rows.map((row) => {
    const gid = literal(text(row, 'gid'))
    return {
      id: 'prepared-transaction',
      stops: false,
      what: `transaction ${gid} of ${text(row, 'owner')} was prepared ${count(Number(row['age']), 'second')} ago and holds a lock on ${text(row, 'relations')}`,
      why: 'It has no session, so nothing but its coordinator ends it, and a step of the plan has to wait for it.',
      remedy: `Ask its coordinator, then: commit prepared ${gid}; or rollback prepared ${gid};`,
    }
  })
}
