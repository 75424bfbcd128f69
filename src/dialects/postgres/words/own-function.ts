import type { ObjectName } from '../../../model/name.ts'
import type { Statement } from '../../../model/statement.ts'
import { literal, qualify } from './quote.ts'
import { statement } from './statement.ts'

/**
 * Nobody else may call a trigger function that has the rights of the plan: CREATE TRIGGER asks for EXECUTE, firing does not, so
 * whoever has it could set such a function upon a table of their own. Default privileges may name others than PUBLIC.
 */
export function keptPrivate(name: ObjectName): Statement {
  const own = `${qualify(name)}()`
  return statement(
    `do $$ declare caller text; begin
  for caller in select case grantee when 0 then 'public' else grantee::regrole::text end
    from pg_proc as p, aclexplode(coalesce(proacl, acldefault('f', proowner)))
    where p.oid = ${literal(own)}::regprocedure and grantee <> proowner loop
    execute ${literal(`revoke execute on function ${own} from `)} || caller;
  end loop;
end $$`,
    [],
  )
}
