import type { Exclusion } from '../../../model/constraint.ts'
import type { Row, Session } from '../../session.ts'
import { trimParentheses } from '../trim-parentheses.ts'
import { deferrableOf, ownConstraint } from './constraints.ts'
import { keyRow, keys, optionsPart } from './indexes.ts'
import { byTable, type Scope, tablesInScope, text, textList, textOrNull } from './scope.ts'

/** Exclusion constraints by table oid: half a constraint, half an index. */
export async function readExclusions(
  session: Session,
  scope: Scope,
): Promise<ReadonlyMap<string, readonly Exclusion[]>> {
  const rows = await session.query(
    `with ${tablesInScope(scope)}
     select k.conrelid::text as table_oid, k.conname as name, m.amname as method,
       k.condeferrable as deferrable, k.condeferred as deferred, d.description as comment,
       pg_catalog.pg_get_expr(i.indpred, i.indrelid) as predicate,
       c.reloptions as options, ${keys} as keys,
       array(select case when n.nspname = 'pg_catalog' then o.oprname::text
           else 'operator(' || pg_catalog.quote_ident(n.nspname) || '.' || o.oprname || ')' end
         from pg_catalog.unnest(k.conexclop) with ordinality u(operator, position)
         join pg_catalog.pg_operator o on o.oid = u.operator
         join pg_catalog.pg_namespace n on n.oid = o.oprnamespace
         order by u.position) as operators,
       array(select a.attname::text
         from pg_catalog.generate_series(i.indnkeyatts, i.indnatts - 1) p
         join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[p]
         order by p) as include
     from tables t
     join pg_catalog.pg_constraint k on k.conrelid = t.oid and k.contype = 'x'
     join pg_catalog.pg_index i on i.indexrelid = k.conindid
     join pg_catalog.pg_class c on c.oid = i.indexrelid
     join pg_catalog.pg_am m on m.oid = c.relam
     left join pg_catalog.pg_description d on d.objoid = k.oid and d.objsubid = 0
       and d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
     where ${ownConstraint}`,
  )
  return byTable(rows, exclusionRow)
}

function exclusionRow(row: Row): Exclusion {
  const comment = textOrNull(row, 'comment')
  const predicate = textOrNull(row, 'predicate')
  const include = textList(row, 'include')
  const operators = textList(row, 'operators')
  const members = Array.isArray(row['keys']) ? row['keys'].map((key: Row) => keyRow(key)) : []
  return {
    name: text(row, 'name'),
    ...(comment === null ? {} : { comment }),
    method: text(row, 'method'),
    elements: members.map((key, position) => ({ ...key, operator: operators[position] ?? '' })),
    ...(include.length === 0 ? {} : { include }),
    ...optionsPart(row),
    where: predicate === null ? null : trimParentheses(predicate),
    deferrable: deferrableOf(row),
  }
}
