import type { Sequence, SequenceType } from '../../../../model/objects/sequence.ts'
import type { Row, Session } from '../../../session.ts'
import { inScope, ownedByNobody, type Scope, text, textOrNull } from '../scope.ts'

/** Sequences that no column owns, neither as serial nor as identity: those are the column's. */
export async function readSequences(session: Session, scope: Scope): Promise<Sequence[]> {
  const rows = await session.query(
    `select n.nspname as schema, c.relname as name, pg_catalog.obj_description(c.oid, 'pg_class') as comment,
       pg_catalog.format_type(s.seqtypid, null) as type, s.seqincrement::text as increment, s.seqmin::text as min,
       s.seqmax::text as max, s.seqstart::text as start, s.seqcache::text as cache, s.seqcycle as cycle,
       c.relpersistence = 'u' as unlogged
     from pg_catalog.pg_sequence s
     join pg_catalog.pg_class c on c.oid = s.seqrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where ${inScope(scope)} and ${ownedByNobody('pg_class', 'c.oid')}
       and not exists (select from pg_catalog.pg_depend d
         where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid
           and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.deptype in ('a', 'i'))`,
  )
  return rows.map((row) => ({
    kind: 'sequence',
    name: { schema: text(row, 'schema'), name: text(row, 'name') },
    on: null,
    comment: textOrNull(row, 'comment'),
    type: typeOf(row),
    increment: text(row, 'increment'),
    min: text(row, 'min'),
    max: text(row, 'max'),
    start: text(row, 'start'),
    cache: text(row, 'cache'),
    cycle: row['cycle'] === true,
    ...(row['unlogged'] === true ? { unlogged: true } : {}),
  }))
}

function typeOf(row: Row): SequenceType {
  const type = text(row, 'type')
  return type === 'smallint' || type === 'integer' ? type : 'bigint'
}
