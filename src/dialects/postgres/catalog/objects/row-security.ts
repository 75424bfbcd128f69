import type { RowSecurity } from '../../../../model/objects/row-security.ts'
import type { Session } from '../../../session.ts'
import { inScope, ownedByNobody, type Scope, text } from '../scope.ts'

export async function readRowSecurity(session: Session, scope: Scope): Promise<RowSecurity[]> {
  const rows = await session.query(
    `select n.nspname as schema, c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where (c.relrowsecurity or c.relforcerowsecurity) and c.relkind in ('r', 'p')
       and ${inScope(scope)} and ${ownedByNobody('pg_class', 'c.oid')}`,
  )
  return rows.map((row) => {
    const name = { schema: text(row, 'schema'), name: text(row, 'name') }
    return {
      kind: 'row_security',
      name,
      on: { kind: 'table', name },
      comment: null,
      enabled: row['enabled'] === true,
      forced: row['forced'] === true,
    }
  })
}
