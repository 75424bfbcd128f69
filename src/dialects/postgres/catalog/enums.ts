import type { EnumType } from '../../../model/schema.ts'
import type { Session } from '../../session.ts'
import { inScope, ownedByNobody, type Scope, text, textList, textOrNull } from './scope.ts'

/** Enum types with their labels in sort order, which is not the order of their oids (hazards.md 1G). */
export async function readEnums(session: Session, scope: Scope): Promise<EnumType[]> {
  const rows = await session.query(
    `select n.nspname as schema, t.typname as name, pg_catalog.obj_description(t.oid, 'pg_type') as comment,
       array(select e.enumlabel::text from pg_catalog.pg_enum e where e.enumtypid = t.oid order by e.enumsortorder) as labels
     from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
     where t.typtype = 'e' and ${inScope(scope)} and ${ownedByNobody('pg_type', 't.oid')}`,
  )
  return rows.map((row) => ({
    name: { schema: text(row, 'schema'), name: text(row, 'name') },
    labels: textList(row, 'labels'),
    comment: textOrNull(row, 'comment'),
  }))
}
