import type { NamedSchema } from '../../../../model/objects/schema.ts'
import type { Session } from '../../../session.ts'
import { inScope, ownedByNobody, type Scope, text, textOrNull } from '../scope.ts'

/** What initdb says about `public`. */
export const publicComment = 'standard public schema'

/** Schemas, whether or not somebody has declared them; `public` as it always is goes without saying. */
export async function readSchemas(session: Session, scope: Scope): Promise<NamedSchema[]> {
  const rows = await session.query(
    `select n.nspname as name, pg_catalog.obj_description(n.oid, 'pg_namespace') as comment
     from pg_catalog.pg_namespace n
     where ${inScope(scope)} and ${ownedByNobody('pg_namespace', 'n.oid')}
       and (n.nspname <> 'public'
         or coalesce(pg_catalog.obj_description(n.oid, 'pg_namespace'), '${publicComment}') <> '${publicComment}')`,
  )
  return rows.map((row) => {
    const name = text(row, 'name')
    return {
      kind: 'schema',
      name: { schema: name, name },
      on: null,
      comment: textOrNull(row, 'comment'),
      declared: false,
    }
  })
}
