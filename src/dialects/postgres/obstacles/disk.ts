import { type Stats, statfsSync, statSync } from 'node:fs'
import type { Reach } from '../../../model/reach.ts'
import { lowDisk } from '../../low-disk.ts'
import type { Row, Session } from '../../session.ts'
import { textOrNull } from '../catalog/scope.ts'
import { failure } from '../failures.ts'
import type { Finder } from './finder.ts'
import { writesData } from './relations.ts'

/** Sizes take a lock that readers take. A table that is locked against them is not waited for: others say who does it. */
const limits = { lockMs: 500, statementMs: 10_000 }

/**
 * Whether what the plan writes fits on the server's disk, when that is a disk of this machine (rule 21). In a transaction
 * of its own, so no other question may be asked meanwhile.
 */
export const disk: Finder = async (session, reach) => {
  if (!writesData(reach)) return []
  try {
    return await session.transaction('read', limits, () => measure(session, reach))
  } catch (error) {
    const { kind } = failure(error)
    if (kind === 'lock' || kind === 'cancelled') return []
    throw error
  }
}

const measure: Finder = async (session, reach) => {
  const [row] = await session.query(sizes, [JSON.stringify(writings(reach))])
  return lowDisk(Number(row?.['bytes'] ?? 0), row === undefined ? null : await freeBytes(session, row))
}

/** An index that is not there yet is taken to be as large as the largest its table has, or a third of the table. */
const sizes = `with recursive written as (
    select c.oid, c.reltablespace, r.index
    from pg_catalog.json_to_recordset($1::json) r(schema text, name text, index boolean)
    join pg_catalog.pg_namespace n on n.nspname = r.schema
    join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = r.name
    union all
    select c.oid, c.reltablespace, w.index
    from written w join pg_catalog.pg_inherits h on h.inhparent = w.oid join pg_catalog.pg_class c on c.oid = h.inhrelid
  )
  select coalesce(pg_catalog.sum(case when index then greatest(pg_catalog.pg_table_size(oid) / 3, (
      select pg_catalog.max(pg_catalog.pg_relation_size(i.indexrelid)) from pg_catalog.pg_index i where i.indrelid = oid))
    else pg_catalog.pg_total_relation_size(oid) end), 0)::bigint as bytes,
    pg_catalog.inet_server_addr() is not distinct from pg_catalog.inet_client_addr()
      and pg_catalog.has_function_privilege('pg_catalog.pg_stat_file(text)', 'execute')
      and not coalesce(pg_catalog.bool_or(reltablespace <> 0), false)
      and (select dattablespace = 1663 from pg_catalog.pg_database where datname = pg_catalog.current_database()) as visible,
    (select setting from pg_catalog.pg_settings where name = 'data_directory') as directory
  from written`

function writings({ rewritten, indexed }: Reach): readonly object[] {
  return [...rewritten.map((name) => ({ ...name, index: false })), ...indexed.map((name) => ({ ...name, index: true }))]
}

/** No SQL tells it. Null: another machine or container, where a directory of that name would be another one. */
async function freeBytes(session: Session, row: Row): Promise<number | null> {
  const directory = textOrNull(row, 'directory')
  if (row['visible'] !== true || directory === null) return null
  const [there] = await session.query(
    `select extract(epoch from modification)::bigint as modified, extract(epoch from change)::bigint as changed
     from pg_catalog.pg_stat_file('.')`,
  )
  const here = statOf(directory)
  if (here === null || Math.floor(here.mtimeMs / 1000) !== Number(there?.['modified'])) return null
  if (Math.floor(here.ctimeMs / 1000) !== Number(there?.['changed'])) return null
  const { bavail, bsize } = statfsSync(directory)
  return bavail * bsize
}

/** Null when it is not there, or not for us to see. */
function statOf(directory: string): Stats | null {
  try {
    return statSync(directory)
  } catch {
    return null
  }
}
