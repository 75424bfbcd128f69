import type { ExtendedStatistics, StatisticsKind } from '../../../../model/objects/extended-statistics.ts'
import type { Session } from '../../../session.ts'
import { trimParentheses } from '../../trim-parentheses.ts'
import { inScope, ownedByNobody, type Scope, text, textList, textOrNull } from '../scope.ts'

/** Extended statistics. Needs search_path '' so that every name is qualified. */
export async function readStatistics(session: Session, scope: Scope): Promise<ExtendedStatistics[]> {
  const rows = await session.query(
    `select n.nspname as schema, s.stxname as name, tn.nspname as table_schema, c.relname as table_name,
       (select pg_catalog.json_agg(a.attname) from pg_catalog.unnest(s.stxkeys) k(number)
         join pg_catalog.pg_attribute a on a.attrelid = s.stxrelid and a.attnum = k.number) as columns,
       pg_catalog.to_json(pg_catalog.pg_get_statisticsobjdef_expressions(s.oid)) as expressions,
       pg_catalog.to_json(s.stxkind::text[]) as kinds,
       -- -1 up to 16, NULL from 17 on.
       nullif(s.stxstattarget, -1) as target,
       pg_catalog.obj_description(s.oid, 'pg_statistic_ext') as comment
     from pg_catalog.pg_statistic_ext s
     join pg_catalog.pg_namespace n on n.oid = s.stxnamespace
     join pg_catalog.pg_class c on c.oid = s.stxrelid
     join pg_catalog.pg_namespace tn on tn.oid = c.relnamespace
     where c.relkind in ('r', 'p') and ${inScope(scope)} and ${ownedByNobody('pg_statistic_ext', 's.oid')}
       and ${ownedByNobody('pg_class', 'c.oid')}`,
  )
  return rows.map((row) => ({
    kind: 'statistics',
    name: { schema: text(row, 'schema'), name: text(row, 'name') },
    on: { kind: 'table', name: { schema: text(row, 'table_schema'), name: text(row, 'table_name') } },
    comment: textOrNull(row, 'comment'),
    columns: textList(row, 'columns').sort(),
    expressions: textList(row, 'expressions').map(trimParentheses),
    kinds: textList(row, 'kinds')
      .flatMap((letter) => kinds[letter] ?? [])
      .sort(),
    target: typeof row['target'] === 'number' ? row['target'] : null,
  }))
}

/** `e` stands for expressions, which goes without saying. */
const kinds: Readonly<Record<string, StatisticsKind>> = { d: 'ndistinct', f: 'dependencies', m: 'mcv' }
