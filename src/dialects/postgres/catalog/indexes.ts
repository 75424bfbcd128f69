import type { StorageOptions } from '../../../model/column.ts'
import type { IndexKey, TableIndex } from '../../../model/table-index.ts'
import type { Row, Session } from '../../session.ts'
import { majorVersion } from '../facts.ts'
import { trimParentheses } from '../trim-parentheses.ts'
import { collationText } from './collation-text.ts'
import { byTable, describedBy, optionsOf, type Scope, tablesInScope, text, textList, textOrNull } from './scope.ts'

/** Bits of pg_index.indoption. */
const descending = 1
const nullsFirst = 2

/**
 * Secondary indexes of tables, or of other `relations`, by their oid; those of constraints belong to the constraint, those
 * attached to the index of a partitioned table to that one. That one is valid once every partition has its part.
 */
export async function readIndexes(
  session: Session,
  scope: Scope,
  relations: (scope: Scope) => string = tablesInScope,
): Promise<ReadonlyMap<string, readonly TableIndex[]>> {
  const nullsNotDistinct = majorVersion(session.serverVersion) >= 15 ? 'i.indnullsnotdistinct' : 'false'
  const rows = await session.query(
    `with ${relations(scope)}, indexes as materialized (${secondary})
     select i.indrelid::text as table_oid, c.relname as name, i.indisunique as is_unique, m.amname as method,
       i.indisvalid and i.indisready as valid, ${nullsNotDistinct} as nulls_not_distinct,
       pg_catalog.pg_get_expr(i.indpred, i.indrelid) as predicate,
       ds.description as comment, c.reloptions as options, s.keys,
       case when i.indnatts > i.indnkeyatts then array(select a.attname::text
         from pg_catalog.generate_series(i.indnkeyatts, i.indnatts - 1) p
         join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[p]
         order by p) end as include
     from indexes i
     join pg_catalog.pg_class c on c.oid = i.indexrelid
     join pg_catalog.pg_am m on m.oid = c.relam
     join (${allKeys}) s on s.indexrelid = i.indexrelid
     ${describedBy('pg_class', 'i.indexrelid')}`,
  )
  return byTable(rows, indexRow)
}

const secondary = `select i.* from tables t join pg_catalog.pg_index i on i.indrelid = t.oid
  where not exists (select from pg_catalog.pg_constraint k
    where k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x'))
    and not exists (select from pg_catalog.pg_inherits h where h.inhrelid = i.indexrelid)`

const keyList = `pg_catalog.json_agg(pg_catalog.json_build_object(
    'column', a.attname,
    'expression', case when p.attnum = 0 then pg_catalog.pg_get_indexdef(i.indexrelid, p.position::int, false) end,
    'option', p.flags,
    'collation', case when co.oid <> coalesce(a.attcollation, y.typcollation) then ${collationText('co', 'cn')} end,
    'opclass', case when not o.opcdefault or ia.attoptions is not null then case when n.nspname = 'pg_catalog' then pg_catalog.quote_ident(o.opcname)
      else pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(o.opcname) end
      || coalesce('(' || pg_catalog.array_to_string(ia.attoptions, ', ') || ')', '') end) order by p.position)`

/** One row for each column of `i` (pg_index); those of INCLUDE come after the keys. */
const keyColumns = `rows from (pg_catalog.unnest(i.indkey), pg_catalog.unnest(i.indclass),
    pg_catalog.unnest(i.indoption), pg_catalog.unnest(i.indcollation)) with ordinality
    p(attnum, opclass, flags, collated, position)
  join pg_catalog.pg_opclass o on o.oid = p.opclass
  join pg_catalog.pg_namespace n on n.oid = o.opcnamespace
  join pg_catalog.pg_attribute ia on ia.attrelid = i.indexrelid and ia.attnum = p.position
  join pg_catalog.pg_type y on y.oid = ia.atttypid
  left join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = p.attnum and p.attnum <> 0
  left join pg_catalog.pg_collation co on co.oid = p.collated
  left join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
  where p.position <= i.indnkeyatts`

/** SQL for the keys of `i` (pg_index) as JSON. */
export const keys: string = `(select ${keyList} from ${keyColumns})`

/** The same for all of `indexes` in one pass: index by index it takes three times as long. */
const allKeys = `select i.indexrelid, ${keyList} as keys from indexes i cross join lateral ${keyColumns} group by i.indexrelid`

function indexRow(row: Row): TableIndex {
  const predicate = textOrNull(row, 'predicate')
  return {
    name: text(row, 'name'),
    unique: row['is_unique'] === true,
    method: text(row, 'method'),
    keys: Array.isArray(row['keys']) ? row['keys'].map((key: Row) => keyRow(key)) : [],
    include: textList(row, 'include'),
    where: predicate === null ? null : trimParentheses(predicate),
    nullsNotDistinct: row['nulls_not_distinct'] === true,
    comment: textOrNull(row, 'comment'),
    ...optionsPart(row),
    valid: row['valid'] === true,
  }
}

/** Storage parameters, when there are any. */
export function optionsPart(row: Row): { readonly options?: StorageOptions } {
  const options = optionsOf(textList(row, 'options'))
  return Object.keys(options).length === 0 ? {} : { options }
}

export function keyRow(key: Row): IndexKey {
  const expression = textOrNull(key, 'expression')
  const option = Number(key['option'])
  return {
    on: expression === null ? { column: text(key, 'column') } : { expression: trimParentheses(expression) },
    order: (option & descending) === 0 ? 'asc' : 'desc',
    nulls: (option & nullsFirst) === 0 ? 'last' : 'first',
    collation: textOrNull(key, 'collation'),
    opclass: textOrNull(key, 'opclass'),
  }
}
