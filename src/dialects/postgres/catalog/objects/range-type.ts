import type { RangeType } from '../../../../model/objects/range-type.ts'
import type { Session } from '../../../session.ts'
import { collationText } from '../collation-text.ts'
import { inScope, ownedByNobody, type Scope, text, textOrNull } from '../scope.ts'

/** Range types as the server spells them. Needs search_path '' so that every name is qualified. */
export async function readRangeTypes(session: Session, scope: Scope): Promise<RangeType[]> {
  const rows = await session.query(
    `select n.nspname as schema, t.typname as name, pg_catalog.obj_description(t.oid, 'pg_type') as comment,
       pg_catalog.format_type(r.rngsubtype, null) as subtype, m.typname as multirange,
       case when o.opcdefault then null when opn.nspname = 'pg_catalog' then o.opcname::text
         else pg_catalog.quote_ident(opn.nspname) || '.' || pg_catalog.quote_ident(o.opcname) end as opclass,
       ${collationText('co', 'cn')} as collation,
       nullif(r.rngcanonical::text, '-') as canonical, nullif(r.rngsubdiff::text, '-') as subtype_diff
     from pg_catalog.pg_range r
     join pg_catalog.pg_type t on t.oid = r.rngtypid
     join pg_catalog.pg_namespace n on n.oid = t.typnamespace
     join pg_catalog.pg_type s on s.oid = r.rngsubtype
     join pg_catalog.pg_type m on m.oid = r.rngmultitypid
     join pg_catalog.pg_opclass o on o.oid = r.rngsubopc
     join pg_catalog.pg_namespace opn on opn.oid = o.opcnamespace
     left join pg_catalog.pg_collation co on co.oid = r.rngcollation and r.rngcollation <> s.typcollation
     left join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
     where ${inScope(scope)} and ${ownedByNobody('pg_type', 't.oid')}`,
  )
  return rows.map((row) => ({
    kind: 'range_type',
    name: { schema: text(row, 'schema'), name: text(row, 'name') },
    on: null,
    comment: textOrNull(row, 'comment'),
    subtype: text(row, 'subtype'),
    opclass: textOrNull(row, 'opclass'),
    collation: textOrNull(row, 'collation'),
    canonical: textOrNull(row, 'canonical'),
    subtypeDiff: textOrNull(row, 'subtype_diff'),
    multirange: text(row, 'multirange'),
  }))
}
