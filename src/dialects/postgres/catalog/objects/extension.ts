import type { Extension } from '../../../../model/objects/extension.ts'
import type { Session } from '../../../session.ts'
import { type Scope, text, textOrNull } from '../scope.ts'

/** Extensions but plpgsql, which every database has. Temporary objects are none's. */
export async function readExtensions(session: Session, scope: Scope): Promise<Extension[]> {
  if (scope === 'scratch') return []
  const rows = await session.query(
    // Files of the server are read for it, once, and only if there is an extension.
    `with available as materialized (select name, default_version from pg_catalog.pg_available_extensions())
     select e.extname as name, n.nspname as schema, e.extversion as version,
       (select a.default_version from available a where a.name = e.extname) as usual_version
     from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
     where e.extname <> 'plpgsql'`,
  )
  return rows.map((row) => {
    const name = text(row, 'name')
    return {
      kind: 'extension',
      name: { schema: name, name },
      on: null,
      comment: null,
      schema: text(row, 'schema'),
      version: text(row, 'version'),
      usualVersion: textOrNull(row, 'usual_version'),
    }
  })
}
