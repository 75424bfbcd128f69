import type { Attribute, CompositeType } from '../../../../model/objects/composite-type.ts'
import type { Session } from '../../../session.ts'
import { collationText } from '../collation-text.ts'
import { inScope, ownedByNobody, type Scope, text, textOrNull } from '../scope.ts'

/** Free-standing composite types: a table's row type is the table's. Needs search_path ''. */
export async function readCompositeTypes(session: Session, scope: Scope): Promise<CompositeType[]> {
  const rows = await session.query(
    `select n.nspname as schema, c.relname as name, pg_catalog.obj_description(c.reltype, 'pg_type') as comment,
       (select pg_catalog.json_agg(pg_catalog.json_build_object('name', a.attname,
           'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
           'collation', ${collationText('co', 'cn')},
           'comment', pg_catalog.col_description(a.attrelid, a.attnum)) order by a.attnum)
         from pg_catalog.pg_attribute a
         join pg_catalog.pg_type y on y.oid = a.atttypid
         left join pg_catalog.pg_collation co on co.oid = a.attcollation and a.attcollation <> y.typcollation
         left join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as attributes
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'c' and ${inScope(scope)} and ${ownedByNobody('pg_type', 'c.reltype')}`,
  )
  return rows.map((row) => ({
    kind: 'composite_type',
    name: { schema: text(row, 'schema'), name: text(row, 'name') },
    on: null,
    comment: textOrNull(row, 'comment'),
    attributes: Array.isArray(row['attributes']) ? (row['attributes'] as Attribute[]) : [],
  }))
}
