import { quarantinePrefix } from '../../../model/name.ts'
import type { Archived, ArchiveWords } from '../../archive-words.ts'
import { literal, qualify, quote, quoteAll } from './quote.ts'

/**
 * `quote()` writes a value with its storage class, and columns without a type leave it at that. It ends a text at its first
 * NUL (lang_corefunc.html), so one that holds any is written byte by byte.
 */
export const archive: ArchiveWords = {
  columns: ({ name }) => ({
    sql: "select name, nullif(type, '') as type, pk as key from pragma_table_info(?)",
    params: [name],
  }),
  create: ({ as, columns }) => `create table ${quote(as)} (${quoteAll(columns.map((column) => column.as))});`,
  open: () => null,
  page: (archived, rows, read) => ({
    sql: `select ${line(archived)} as line from ${qualify(archived.table)} limit ? offset ?`,
    params: [rows, read],
  }),
  place: (archive, table) => ({ schema: 'main', name: `${archive}_${table}` }),
  home: () => null,
  taken: ({ name }) => ({ sql: 'select 1 from sqlite_schema where name = ? collate nocase', params: [name] }),
  keep: ({ table, columns, into, runId }) => {
    const key = columns.filter(({ isKey }) => isKey).map((column) => column.as)
    const definitions = [
      ...columns.map(({ as, type }) => `${quote(as)} ${affine(type)}`),
      `${quote(runColumn)} text`,
      ...(key.length === 0 ? [] : [`primary key (${quoteAll(key)})`]),
    ]
    const values = [...columns.map(({ name }) => quote(name)), literal(runId)].join(', ')
    return [
      `create table ${quote(into.name)} (${definitions.join(', ')})`,
      `insert into ${quote(into.name)} select ${values} from ${qualify(table)}`,
    ]
  },
}

const runColumn = `${quarantinePrefix}run`

/** ANY keeps values as they are in STRICT tables only; elsewhere it would make numbers of texts (stricttables.html). */
function affine(type: string | null): string {
  return type === null || type.toLowerCase() === 'any' ? '' : type
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
