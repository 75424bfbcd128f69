import type { Archived, ArchiveWords } from '../../archive-words.ts'
import { literal, qualify, quote, quoteList } from './quote.ts'

const cursor = '_rq_archive'

/** Every type is read from the text that it is written as; one of the database's own may be about to go as well, so it stays text. */
export const archive: ArchiveWords = {
  columns: (table) => ({
    sql: `select a.attname as name, case when t.typnamespace = 'pg_catalog'::pg_catalog.regnamespace
        then pg_catalog.format_type(a.atttypid, a.atttypmod) end as type
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
}

function line({ as, columns }: Archived): string {
  const into = `insert into ${quote(as)} (${quoteList(columns.map((column) => column.as))}) values (`
  const values = columns.map(({ name }) => `pg_catalog.quote_nullable(${quote(name)}::text)`)
  return [literal(into), values.join(` || ', ' || `), literal(');')].join(' || ')
}
