import { quarantinePrefix } from '../../../model/name.ts'
import type { Archived, ArchivedColumn, ArchiveWords } from '../../archive-words.ts'
import { tableForOwnerOnly } from './owner-only.ts'
import { literal, qualify, quote, quoteList } from './quote.ts'

const cursor = '_rq_archive'

/** Every type is read from the text that it is written as; one of the database's own may be about to go as well, so it stays text. */
export const archive: ArchiveWords = {
  columns: (table) => ({
    sql: `select a.attname as name, case when t.typnamespace = 'pg_catalog'::pg_catalog.regnamespace
        then pg_catalog.format_type(a.atttypid, a.atttypmod) end as type,
        a.attnum = any (coalesce((select i.indkey::int2[] from pg_catalog.pg_index i
          where i.indrelid = a.attrelid and i.indisprimary), '{}')) as key,
        exists (select from pg_catalog.pg_collation l where l.oid = a.attcollation
          and l.collnamespace <> 'pg_catalog'::pg_catalog.regnamespace) as own_collated,
        a.attinhcount > 0 as inherited
      from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
      where a.attrelid = pg_catalog.to_regclass($1) and a.attnum > 0 and not a.attisdropped
      order by a.attnum`,
    params: [qualify(table)],
  }),
  create: ({ as, columns }) =>
    `create table ${quote(as)} (${columns.map((column) => `${quote(column.as)} ${column.type ?? 'text'}`).join(', ')});`,
  open: (archived) =>
    `declare ${cursor} no scroll cursor for select ${line(archived)} as line from ${archived.alone ? 'only ' : ''}${qualify(archived.table)}`,
  page: (_archived, rows) => ({ sql: `fetch ${rows} from ${cursor}`, params: [] }),
  place: (schema, name) => ({ schema, name }),
  home: (schema) => ({
    there: { sql: 'select 1 from pg_catalog.pg_namespace where nspname = $1', params: [schema] },
    create: `create schema ${quote(schema)}`,
  }),
  taken: (name) => ({ sql: 'select 1 where pg_catalog.to_regclass($1) is not null', params: [qualify(name)] }),
  keep: ({ table, alone, columns, into, runId, said }) => {
    const values = columns.map((column) => `${value(column)} as ${quote(column.as)}`)
    const key = columns.filter(({ isKey }) => isKey).map((column) => column.as)
    return [
      `create table ${qualify(into)} as select ${[...values, `${literal(runId)}::text as ${quote(runColumn)}`].join(', ')}
       from ${alone ? 'only ' : ''}${qualify(table)}`,
      // A policy, or the lack of a grant, may have kept others from the table it is a copy of.
      tableForOwnerOnly(into),
      ...(key.length === 0 ? [] : [`alter table ${qualify(into)} add primary key (${quoteList(key)})`]),
      `comment on table ${qualify(into)} is ${literal(said)}`,
    ]
  },
}

const runColumn = `${quarantinePrefix}run`

/** A collation, and a domain's too, goes with its value into the column of CREATE TABLE AS, and could not be dropped then. */
function value({ name, type, isOwnCollated }: ArchivedColumn): string {
  const collation = isOwnCollated ? ' collate pg_catalog."default"' : ''
  return `${quote(name)}${type === null ? '::text' : ''}${collation}`
}

function line({ as, columns }: Archived): string {
  const into = `insert into ${quote(as)} (${quoteList(columns.map((column) => column.as))}) values (`
  const values = columns.map(({ name }) => `pg_catalog.quote_nullable(${quote(name)}::text)`)
  return [literal(into), values.join(` || ', ' || `), literal(');')].join(' || ')
}
