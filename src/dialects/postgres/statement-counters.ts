import { compareText } from '../../lib/compare.ts'
import { mentions } from '../../model/mentions.ts'
import type { UseCounters } from '../../model/usage.ts'
import type { Session } from '../session.ts'
import { text } from './catalog/scope.ts'
import { quote } from './words/quote.ts'

interface StatementCounters {
  readonly epoch: string
  readonly unknown: string | null
  readonly columns: UseCounters['columns']
}

const shownCharacters = 120
const hidden = '<insufficient privilege>'

/** How often statements were called that name a column and its table, or the table, as pg_stat_statements knows them. */
export async function statementCounters(
  session: Session,
  columns: readonly Pick<UseCounters['columns'][number], 'table' | 'column'>[],
): Promise<StatementCounters> {
  const nothing = (unknown: string | null): StatementCounters => ({ epoch: '', unknown, columns: [] })
  if (columns.length === 0) return nothing(null)
  const [found] = await session.query(
    `select n.nspname as schema, i.oid is not null as info,
       pg_catalog.current_setting('pg_stat_statements.track', true) as track,
       pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_table_privilege(s.oid, 'select')
         and coalesce(pg_catalog.has_table_privilege(i.oid, 'select'), true) as readable,
       pg_catalog.quote_ident(current_user) as role
     from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
     left join pg_catalog.pg_class s on s.relnamespace = n.oid and s.relname = 'pg_stat_statements'
     left join pg_catalog.pg_class i on i.relnamespace = n.oid and i.relname = 'pg_stat_statements_info'
     where e.extname = 'pg_stat_statements'`,
  )
  if (found === undefined) {
    return nothing(
      `the server counts no use of ${columns.some(({ column }) => column === null) ? 'views' : 'single columns'}; run CREATE EXTENSION pg_stat_statements (it has to be in shared_preload_libraries), or write unused: false`,
    )
  }
  const track = found['track']
  if (typeof track !== 'string' || track === 'none') {
    return nothing(
      typeof track === 'string'
        ? 'pg_stat_statements.track is none'
        : 'pg_stat_statements is not in shared_preload_libraries, so it counts nothing',
    )
  }
  const role = text(found, 'role')
  const schema = quote(text(found, 'schema'))
  if (found['readable'] !== true) {
    const views = ['pg_stat_statements', ...(found['info'] === true ? ['pg_stat_statements_info'] : [])]
    const granted = views.map((view) => `${schema}.${view}`).join(', ')
    return nothing(
      `${role} may not read pg_stat_statements; run GRANT USAGE ON SCHEMA ${schema} TO ${role}; GRANT SELECT ON ${granted} TO ${role}`,
    )
  }
  const sought = [...new Set(columns.map(({ table, column }) => column ?? table.name))]
  const rows = await session.query(
    `select s.userid::text || '/' || s.queryid::text as id, sum(s.calls)::bigint as calls, min(s.query) as query
     from ${schema}.pg_stat_statements s
     where s.dbid = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
       and (s.query is null or s.query = '${hidden}' or exists (
         select from pg_catalog.json_array_elements_text($1::json) c(name)
         where pg_catalog.strpos(pg_catalog.lower(s.query), pg_catalog.lower(c.name)) > 0))
     group by s.userid, s.queryid`,
    [JSON.stringify(sought)],
  )
  if (rows.some((row) => row['query'] === hidden)) {
    return nothing(`pg_stat_statements hides the statements of other roles; run GRANT pg_read_all_stats TO ${role}`)
  }
  if (rows.some((row) => row['query'] === null)) return nothing('pg_stat_statements has lost the texts of statements')
  const statements = rows.map((row) => ({
    id: text(row, 'id'),
    calls: Number(row['calls']),
    text: text(row, 'query'),
  }))
  // Each partition has the column once more: those that name it are looked for once.
  const naming = new Map(sought.map((name) => [name, statements.filter((statement) => mentions(statement.text, name))]))
  return {
    epoch: found['info'] === true ? await epochOf(session, schema) : '',
    unknown: null,
    columns: columns.map(({ table, column }) => ({
      table,
      column,
      statements: (naming.get(column ?? table.name) ?? [])
        .filter((statement) => mentions(statement.text, table.name))
        .map((statement) => ({ ...statement, text: statement.text.replaceAll(/\s+/g, ' ').slice(0, shownCharacters) }))
        .sort((a, b) => compareText(a.id, b.id)),
    })),
  }
}

/** Statements that it has had no room for are forgotten, and with them how often they were called. */
async function epochOf(session: Session, schema: string): Promise<string> {
  const [info] = await session.query(
    `select pg_catalog.concat_ws('/', stats_reset::text, dealloc::text) as epoch from ${schema}.pg_stat_statements_info`,
  )
  return info === undefined ? '' : text(info, 'epoch')
}
