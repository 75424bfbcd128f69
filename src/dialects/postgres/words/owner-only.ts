import type { ObjectName } from '../../../model/name.ts'
import { dollarQuoted, literal, qualify } from './quote.ts'

/** Takes every right but its owner's away from a new table. Default privileges may have given some to anybody. */
export function tableForOwnerOnly(table: ObjectName): string {
  return forOwnerOnly(
    'all',
    `table ${qualify(table)}`,
    `pg_catalog.pg_class c, pg_catalog.aclexplode(c.relacl) x
      where c.oid = ${literal(qualify(table))}::pg_catalog.regclass and x.grantee <> c.relowner`,
  )
}

/**
 * The same of a new trigger function, which has the rights of the plan: CREATE TRIGGER asks for EXECUTE, firing does not, so
 * whoever has it could set such a function upon a table of their own. Without a list it is everybody who has it.
 */
export function functionForOwnerOnly(name: ObjectName): string {
  const own = `${qualify(name)}()`
  return forOwnerOnly(
    'execute',
    `function ${own}`,
    `pg_catalog.pg_proc p,
        pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) x
      where p.oid = ${literal(own)}::pg_catalog.regprocedure and x.grantee <> p.proowner`,
  )
}

function forOwnerOnly(rights: string, what: string, grantees: string): string {
  const body = ` declare one text; begin
  for one in select distinct case x.grantee when 0 then 'public' else x.grantee::pg_catalog.regrole::text end
      from ${grantees} loop
    execute ${literal(`revoke ${rights} on ${what} from `)} || one;
  end loop;
end `
  return `do ${dollarQuoted(body)}`
}
