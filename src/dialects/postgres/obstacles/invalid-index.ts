import type { Probe } from '../../../model/step.ts'
import { text } from '../catalog/scope.ts'
import { qualify } from '../words/quote.ts'
import type { Finder } from './finder.ts'
import { lockedBy, lockedRelations } from './relations.ts'

/**
 * What a build that failed has left on a table of the plan, except what the run builds or drops itself (hazards.md 0.5,
 * rules 88 and 89). On partitioned tables it merely means that a partition has no part of it yet.
 */
export const invalidIndexes: Finder = async (session, reach) => {
  const rows = await session.query(
    `with ${lockedRelations}
     select distinct n.nspname as schema, c.relname as name, i.indrelid::pg_catalog.regclass::text as relation,
       i.indisunique and i.indisready as refuses
     from pg_catalog.pg_index i join wanted w on w.oid = i.indrelid
     join pg_catalog.pg_class c on c.oid = i.indexrelid and c.relkind = 'i'
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where not i.indisvalid
     order by 1, 2`,
    [lockedBy(reach)],
  )
  const settled = new Set(reach.settles.flatMap((probe) => indexOf(probe)))
  return rows.flatMap((row) => {
    const [name, shown] = [text(row, 'name'), qualify({ schema: text(row, 'schema'), name: text(row, 'name') })]
    if (settled.has(shown)) return []
    // An old one's replacement took its place before the old one could go: the name tells which is which (0.5).
    const left = /_cc(new|old)\d*$/.test(name) ? 'REINDEX CONCURRENTLY' : 'a build that failed'
    return [
      {
        id: 'invalid-index',
        stops: false,
        what: `index ${shown} on ${text(row, 'relation')} is not valid: ${left} has left it behind`,
        why:
          row['refuses'] === true
            ? 'No query uses it, every write pays for it, and it refuses rows that it finds twice.'
            : 'No query uses it, and writes may have to pay for it.',
        remedy: `drop index concurrently ${shown};`,
      },
    ]
  })
}

function indexOf(probe: Probe): readonly string[] {
  return probe.kind === 'partition_detached' ? [] : [qualify(probe.index)]
}
