import { text } from '../catalog/scope.ts'
import { majorVersion } from '../facts.ts'
import type { Finder } from './finder.ts'
import { lockedBy, lockedRelations } from './relations.ts'

/**
 * Indexes on tables of the plan whose order is that of another version of ICU or the C library than is at work now: they may
 * miss rows and let duplicates in (rule 127). The database's own collation has a version since PostgreSQL 15.
 */
export const collationVersions: Finder = async (session, reach) => {
  const database = `select ${majorVersion(session.serverVersion) >= 15 ? 'datcollversion, pg_catalog.pg_database_collation_actual_version(oid)' : 'null, null'}, datname
    from pg_catalog.pg_database where datname = pg_catalog.current_database()`
  const rows = await session.query(
    `with ${lockedRelations}, usual (recorded, actual, name) as (${database}), ordered as (
       select distinct i.indexrelid, u.oid as sorted_by from wanted w join pg_catalog.pg_index i on i.indrelid = w.oid,
         pg_catalog.unnest(i.indcollation) u(oid) where u.oid <> 0
     ), outdated as (
       select o.indexrelid, c.collversion as recorded, pg_catalog.pg_collation_actual_version(c.oid) as actual,
         pg_catalog.format('collation %s', c.oid::pg_catalog.regcollation) as name
       from ordered o join pg_catalog.pg_collation c on c.oid = o.sorted_by and c.collprovider <> 'd'
       union all
       select o.indexrelid, u.recorded, u.actual, pg_catalog.format('database %I', u.name)
       from ordered o join pg_catalog.pg_collation c on c.oid = o.sorted_by and c.collprovider = 'd', usual u
     )
     select name, recorded, actual,
       pg_catalog.string_agg(indexrelid::pg_catalog.regclass::text, ', ' order by indexrelid::pg_catalog.regclass::text) as indexes,
       pg_catalog.string_agg(pg_catalog.format('reindex index concurrently %s;', indexrelid::pg_catalog.regclass), ' '
         order by indexrelid::pg_catalog.regclass::text) as remedy
     from outdated where recorded <> actual group by 1, 2, 3 order by 1`,
    [lockedBy(reach)],
  )
  return rows.map((row) => {
    const name = text(row, 'name')
    const refresh = name.startsWith('database') ? 'refresh collation version' : 'refresh version'
    return {
      id: 'collation-version',
      stops: false,
      what: `${name} was version ${text(row, 'recorded')} and is ${text(row, 'actual')} now, under ${text(row, 'indexes')}`,
      why: 'An index in the order of another version can miss rows and let duplicates in, so that checks of the plan see what is not so.',
      remedy: `${text(row, 'remedy')} alter ${name} ${refresh};`,
    }
  })
}
