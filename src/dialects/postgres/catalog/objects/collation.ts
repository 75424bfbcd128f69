import type { Collation } from '../../../../model/objects/collation.ts'
import type { Session } from '../../../session.ts'
import { majorVersion } from '../../facts.ts'
import { inScope, ownedByNobody, type Scope, text, textOrNull } from '../scope.ts'

/** The locale of ICU has moved twice: 14 keeps it in collcollate, 15 and 16 in colliculocale, 17 in colllocale. */
function locale(major: number): string {
  if (major >= 17) return 'o.colllocale'
  return major >= 15 ? 'o.colliculocale' : 'null::text'
}

const providers: Readonly<Record<string, Collation['provider']>> = { c: 'libc', i: 'icu', b: 'builtin' }

export async function readCollations(session: Session, scope: Scope): Promise<Collation[]> {
  const major = majorVersion(session.serverVersion)
  const rows = await session.query(
    `select n.nspname as schema, o.collname as name, pg_catalog.obj_description(o.oid, 'pg_collation') as comment,
       o.collprovider::text as provider, o.collisdeterministic as deterministic,
       coalesce(${locale(major)}, o.collcollate::text) as lc_collate, coalesce(${locale(major)}, o.collctype::text) as lc_ctype,
       ${major >= 16 ? 'o.collicurules' : 'null::text'} as rules
     from pg_catalog.pg_collation o join pg_catalog.pg_namespace n on n.oid = o.collnamespace
     where ${inScope(scope)} and ${ownedByNobody('pg_collation', 'o.oid')}`,
  )
  return rows.map((row) => ({
    kind: 'collation',
    name: { schema: text(row, 'schema'), name: text(row, 'name') },
    on: null,
    comment: textOrNull(row, 'comment'),
    provider: providers[text(row, 'provider')] ?? 'libc',
    lcCollate: text(row, 'lc_collate'),
    lcCtype: text(row, 'lc_ctype'),
    deterministic: row['deterministic'] === true,
    rules: textOrNull(row, 'rules'),
  }))
}
