import type { Words } from '../../words.ts'
import { dollarQuoted, literal, qualify } from './quote.ts'
import { statement } from './statement.ts'

/**
 * What the triggers of these tables call, and what speaks of the columns. ALTER says what is so already: it writes the
 * catalogue's row anew, and by that a session knows that its plans are old. Routines of others cannot be altered.
 */
export const renewRoutines: Words['renewRoutines'] = (retyped) => {
  const tables = [...new Set(retyped.map(({ table }) => `${literal(qualify(table))}::pg_catalog.regclass`))]
  const columns = [...new Set(retyped.flatMap((one) => one.columns.map((name) => literal(name.toLowerCase()))))]
  const body = ` declare one record; begin
  for one in
    select p.oid::pg_catalog.regprocedure as name, case when p.prosecdef then 'definer' else 'invoker' end as rights
    from pg_catalog.pg_proc p join pg_catalog.pg_language l on l.oid = p.prolang
    where l.lanname = 'plpgsql' and pg_catalog.pg_has_role(p.proowner, 'usage')
      and (exists (select from pg_catalog.pg_trigger t where t.tgfoid = p.oid and t.tgrelid in (${tables.join(', ')}))
        or exists (select from pg_catalog.unnest(array[${columns.join(', ')}]) as c
                   where pg_catalog.strpos(pg_catalog.lower(p.prosrc), c) > 0)) loop
    execute pg_catalog.format('alter routine %s security %s', one.name, one.rights);
  end loop;
end `
  return [statement(`do ${dollarQuoted(body)}`, [])]
}
