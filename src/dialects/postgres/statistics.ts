import { nameKey } from '../../model/name.ts'
import type { Statistics } from '../dialect.ts'
import type { Session } from '../session.ts'
import { inScope, text, textOrNull } from './catalog/scope.ts'
import { failure } from './failures.ts'
import { runningOutOf, sequencesRunningOut } from './running-out.ts'
import { qualify } from './words/quote.ts'

/** A never analyzed table is counted when it is at most this big: that takes no time and no statistics can be wrong. */
const countedBytes = 1_048_576

/** A table that somebody has locked against readers is not worth waiting for: its size is then unknown. */
const limits = { lockMs: 500, statementMs: 10_000 }

/** Sizes with indexes and TOAST; rows as ANALYZE last estimated them. Nothing is known when a table is locked, or hidden by a policy. */
export async function statistics(session: Session): Promise<Statistics> {
  try {
    return await session.transaction('read', limits, () => measure(session))
  } catch (error) {
    const { kind } = failure(error)
    if (kind === 'lock' || kind === 'cancelled' || kind === 'privilege') return { tables: new Map() }
    throw error
  }
}

async function measure(session: Session): Promise<Statistics> {
  const rows = await session.query(
    `with ${sequencesRunningOut}
     select n.nspname as schema, c.relname as name, nullif(c.reltuples, -1)::bigint as rows,
       pg_catalog.pg_total_relation_size(c.oid) as bytes,
       pg_catalog.has_table_privilege(c.oid, 'select') as readable, c.relnatts as places,
       (select o.columns from running_out o where o.table_oid = c.oid) as running_out
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and ${inScope('database')}
     union all
     select n.nspname, c.relname, case when min(l.reltuples) >= 0 then sum(l.reltuples)::bigint end,
       coalesce(sum(pg_catalog.pg_total_relation_size(l.oid)), 0)::bigint, false, c.relnatts,
       (select o.columns from running_out o where o.table_oid = c.oid)
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     cross join lateral pg_catalog.pg_partition_tree(c.oid) p
     join pg_catalog.pg_class l on l.oid = p.relid and p.isleaf
     where c.relkind = 'p' and ${inScope('database')}
     group by c.oid, n.nspname, c.relname, c.relnatts`,
  )
  const tables = rows.map((row) => ({
    name: { schema: text(row, 'schema'), name: text(row, 'name') },
    rows: textOrNull(row, 'rows') === null ? null : Number(row['rows']),
    // Null when the table was dropped meanwhile.
    bytes: Number(row['bytes'] ?? 0),
    readable: row['readable'] === true,
    places: Number(row['places']),
    runningOut: runningOutOf(row['running_out']),
  }))
  const uncounted = tables.filter((table) => table.readable && table.rows === null && table.bytes <= countedBytes)
  const counts = await countAll(
    session,
    uncounted.map(({ name }) => name),
  )
  return {
    tables: new Map(
      tables.map(({ name, rows: estimate, bytes, places, runningOut }) => [
        nameKey(name),
        { rows: estimate ?? counts.get(nameKey(name)) ?? null, bytes, places, runningOut },
      ]),
    ),
  }
}

type Name = Parameters<typeof nameKey>[0]

/** All in one query. */
async function countAll(session: Session, names: readonly Name[]): Promise<ReadonlyMap<string, number>> {
  if (names.length === 0) return new Map()
  const counts = names.map((name, position) => `select ${position} as position, count(*) as rows from ${qualify(name)}`)
  const rows = await session.query(counts.join(' union all '))
  return new Map(
    rows.flatMap((row) => {
      const name = names[Number(row['position'])]
      return name === undefined ? [] : [[nameKey(name), Number(row['rows'])] as const]
    }),
  )
}
