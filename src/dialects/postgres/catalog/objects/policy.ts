import type { Policy, PolicyCommand } from '../../../../model/objects/policy.ts'
import type { Session } from '../../../session.ts'
import { trimParentheses } from '../../trim-parentheses.ts'
import { inScope, ownedByNobody, type Scope, text, textList, textOrNull } from '../scope.ts'

/** Policies of tables. Needs search_path '' so that every name is qualified. */
export async function readPolicies(session: Session, scope: Scope): Promise<Policy[]> {
  const rows = await session.query(
    `select n.nspname as schema, c.relname as table_name, p.polname as name, not p.polpermissive as restrictive,
       p.polcmd as command, pg_catalog.pg_get_expr(p.polqual, p.polrelid) as using,
       pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) as with_check,
       (select pg_catalog.json_agg(case when r.oid = 0 then 'public' else pg_catalog.pg_get_userbyid(r.oid) end)
         from pg_catalog.unnest(p.polroles) r(oid)) as roles,
       pg_catalog.obj_description(p.oid, 'pg_policy') as comment
     from pg_catalog.pg_policy p
     join pg_catalog.pg_class c on c.oid = p.polrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and ${inScope(scope)} and ${ownedByNobody('pg_class', 'c.oid')}`,
  )
  return rows.map((row) => {
    const schema = text(row, 'schema')
    return {
      kind: 'policy',
      name: { schema, name: text(row, 'name') },
      on: { kind: 'table', name: { schema, name: text(row, 'table_name') } },
      comment: textOrNull(row, 'comment'),
      restrictive: row['restrictive'] === true,
      command: commands[text(row, 'command')] ?? 'all',
      roles: textList(row, 'roles').sort(),
      using: expression(textOrNull(row, 'using')),
      withCheck: expression(textOrNull(row, 'with_check')),
    }
  })
}

const commands: Readonly<Record<string, PolicyCommand>> = { r: 'select', a: 'insert', w: 'update', d: 'delete' }

function expression(written: string | null): string | null {
  return written === null ? null : trimParentheses(written)
}
