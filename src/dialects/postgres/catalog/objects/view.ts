import type { MaterializedView } from '../../../../model/objects/materialized-view.ts'
import type { View, ViewColumn } from '../../../../model/objects/view.ts'
import { compareText } from '../../../../lib/compare.ts'
import type { Row, Session } from '../../../session.ts'
import { readIndexes } from '../indexes.ts'
import { inScope, materializedViewsInScope, ownedByNobody, type Scope, text, textList, textOrNull } from '../scope.ts'

/** Views as the server spells them. Needs search_path '' so that every name is qualified. */
export async function readViews(session: Session, scope: Scope): Promise<View[]> {
  const rows = await session.query(rowsOf(scope, 'v'))
  return rows.map((row) => ({ kind: 'view', names: null, ...common(row), columnDefaults: byColumn(row, 'default') }))
}

/** The same for materialized views, with their indexes. */
export async function readMaterializedViews(session: Session, scope: Scope): Promise<MaterializedView[]> {
  const rows = await session.query(rowsOf(scope, 'm'))
  const indexes = rows.length === 0 ? new Map() : await readIndexes(session, scope, materializedViewsInScope)
  return rows.map((row) => ({
    kind: 'materialized_view',
    ...common(row),
    indexes: [...(indexes.get(text(row, 'oid')) ?? [])].sort((a, b) => compareText(a.name, b.name)),
  }))
}

function rowsOf(scope: Scope, kind: 'v' | 'm'): string {
  return `select c.oid::text, n.nspname as schema, c.relname as name, pg_catalog.obj_description(c.oid, 'pg_class') as comment,
       pg_catalog.pg_get_viewdef(c.oid) as query, coalesce(c.reloptions, '{}') as options,
       (select pg_catalog.json_agg(pg_catalog.json_build_object('name', a.attname,
           'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
           'comment', pg_catalog.col_description(a.attrelid, a.attnum),
           'default', pg_catalog.pg_get_expr(d.adbin, d.adrelid)) order by a.attnum)
         from pg_catalog.pg_attribute a left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = '${kind}' and ${inScope(scope)} and ${ownedByNobody('pg_class', 'c.oid')}`
}

function common(row: Row): Omit<View, 'kind' | 'names' | 'columnDefaults'> {
  return {
    name: { schema: text(row, 'schema'), name: text(row, 'name') },
    on: null,
    comment: textOrNull(row, 'comment'),
    query: trimQuery(text(row, 'query')),
    options: Object.fromEntries(textList(row, 'options').map(optionOf)),
    columns: columnsOf(row).map(({ name, type }): ViewColumn => ({ name, type })),
    columnComments: byColumn(row, 'comment'),
  }
}

function byColumn(row: Row, what: 'comment' | 'default'): Record<string, string> {
  return Object.fromEntries(
    columnsOf(row).flatMap((column) => (column[what] === null ? [] : [[column.name, column[what]]])),
  )
}

/** Without the white space around it and the semicolon at its end. */
export function trimQuery(query: string): string {
  return query.replace(/[\s;]+$/, '').trimStart()
}

/** `security_barrier=true`, as reloptions hold it. */
function optionOf(option: string): [string, string] {
  const at = option.indexOf('=')
  return [option.slice(0, at), option.slice(at + 1)]
}

interface ColumnRow extends ViewColumn {
  readonly comment: string | null
  readonly default: string | null
}

function columnsOf(row: Row): readonly ColumnRow[] {
  const value = row['columns']
  return Array.isArray(value) ? (value as ColumnRow[]) : []
}
