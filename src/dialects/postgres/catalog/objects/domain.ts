import { compareText } from '../../../../lib/compare.ts'
import type { Domain, DomainCheck } from '../../../../model/objects/domain.ts'
import type { Row, Session } from '../../../session.ts'
import { trimParentheses } from '../../trim-parentheses.ts'
import { collationText } from '../collation-text.ts'
import { inScope, ownedByNobody, type Scope, text, textOrNull } from '../scope.ts'

/** Domains as the server spells them. Needs search_path '' so that every name is qualified. */
export async function readDomains(session: Session, scope: Scope): Promise<Domain[]> {
  const rows = await session.query(
    `select n.nspname as schema, t.typname as name, pg_catalog.obj_description(t.oid, 'pg_type') as comment,
       pg_catalog.format_type(t.typbasetype, t.typtypmod) as type, pg_catalog.pg_get_expr(t.typdefaultbin, 0) as default, not t.typnotnull as nullable,
       ${collationText('co', 'cn')} as collation,
       (select pg_catalog.json_agg(pg_catalog.json_build_object('name', k.conname,
           'expression', pg_catalog.pg_get_expr(k.conbin, 0), 'validated', k.convalidated,
           'comment', pg_catalog.obj_description(k.oid, 'pg_constraint')))
         from pg_catalog.pg_constraint k where k.contypid = t.oid and k.contype = 'c') as checks
     from pg_catalog.pg_type t
     join pg_catalog.pg_namespace n on n.oid = t.typnamespace
     join pg_catalog.pg_type b on b.oid = t.typbasetype
     left join pg_catalog.pg_collation co on co.oid = t.typcollation and t.typcollation <> b.typcollation
     left join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
     where t.typtype = 'd' and ${inScope(scope)} and ${ownedByNobody('pg_type', 't.oid')}`,
  )
  return rows.map((row) => ({
    kind: 'domain',
    name: { schema: text(row, 'schema'), name: text(row, 'name') },
    on: null,
    comment: textOrNull(row, 'comment'),
    type: text(row, 'type'),
    collation: textOrNull(row, 'collation'),
    default: textOrNull(row, 'default'),
    nullable: row['nullable'] === true,
    checks: checksOf(row),
  }))
}

function checksOf(row: Row): DomainCheck[] {
  const checks = row['checks']
  if (!Array.isArray(checks)) return []
  return (checks as DomainCheck[])
    .map((check) => ({ ...check, expression: trimParentheses(check.expression) }))
    .sort((a, b) => compareText(a.name, b.name))
}
