import type { Archived, ArchiveWords } from '../../archive-words.ts'
import { literal, qualify, quote, quoteAll } from './quote.ts'

/**
 * `quote()` writes a value with its storage class, and columns without a type leave it at that. It ends a text at its first
 * NUL (lang_corefunc.html), so one that holds any is written byte by byte.
 */
export const archive: ArchiveWords = {
  columns: ({ name }) => ({ sql: 'select name, null as type from pragma_table_info(?)', params: [name] }),
  create: ({ as, columns }) => `create table ${quote(as)} (${quoteAll(columns.map((column) => column.as))});`,
  open: () => null,
  page: (archived, rows, read) => ({
    sql: `select ${line(archived)} as line from ${qualify(archived.table)} limit ? offset ?`,
    params: [rows, read],
  }),
}

function line({ as, columns }: Archived): string {
  const into = `insert into ${quote(as)} (${quoteAll(columns.map((column) => column.as))}) values (`
  const values = columns.map(({ name }) => exact(quote(name)))
  return [literal(into), values.join(` || ', ' || `), literal(');')].join(' || ')
}

function exact(value: string): string {
  const whole = `'cast(x''' || hex(${value}) || ''' as text)'`
  return `case when typeof(${value}) = 'text' and instr(${value}, char(0)) > 0 then ${whole} else quote(${value}) end`
}
