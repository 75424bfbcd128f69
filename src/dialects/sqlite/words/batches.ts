import type { Backfill } from '../../../model/backfill.ts'
import type { ObjectName } from '../../../model/name.ts'
import type { KeyColumn } from '../../../model/step.ts'
import type { Statement } from '../../../model/statement.ts'
import type { Table } from '../../../model/table.ts'
import type { Command } from '../../session.ts'
import type { BatchWords } from '../../words.ts'
import { spell } from '../ddl/spelling.ts'
import { cursorText, cursorValue } from './batch-cursor.ts'
import { typeText } from './columns.ts'
import { qualify, quote } from './quote.ts'
import { statement } from './statement.ts'

/**
 * A table without a key advances by rowid. The archive keeps it in an INTEGER PRIMARY KEY, which is the archive's own
 * rowid, so the same commands walk through both.
 */
const rowidKey: KeyColumn = { column: '_rowid_', type: 'integer' }
const archivedRowid = '_rq_row'
const noted = '_rq_noted'
const oldName = (column: string): string => quote(`_rq_old_${column}`)
const newName = (column: string): string => quote(`_rq_new_${column}`)

interface Range {
  readonly sql: string
  readonly params: readonly unknown[]
}

export const batches: BatchWords = {
  end(table: ObjectName, key: readonly KeyColumn[], from: readonly string[] | null, rows: number): Command {
    const columns = keyOrRowid(key)
    const range = rangeOf(columns, from, null)
    const names = columns.map(({ column }) => quote(column))
    const inner = columns.map((column, at) => `${cursorText(column)} as k${at + 1}`).join(', ')
    const places = columns.map((_, at) => `k${at + 1}`).join(', ')
    const numbered = `row_number() over (order by ${names.join(', ')}) as "rows"`
    const page = `select ${inner}, ${numbered} from ${qualify(table)}${range.sql === '' ? '' : ` where ${range.sql}`} order by ${names.join(', ')} limit ?`
    return {
      sql: `select ${places}, "rows" from (${page}) order by "rows" desc limit 1`,
      params: [...range.params, rows],
    }
  },

  update(
    backfill: Backfill,
    key: readonly KeyColumn[],
    from: readonly string[] | null,
    to: readonly string[],
  ): Command {
    const set = backfill.set.map(({ column, expression }) => `${quote(column)} = (${spell(expression)})`).join(', ')
    const range = rangeOf(keyOrRowid(key), from, to)
    return {
      sql: `update ${qualify(backfill.table)} set ${set} where ${range.sql} and (${spell(backfill.where)})`,
      params: range.params,
    }
  },

  createArchive(archive: ObjectName, table: Table, backfill: Backfill, key: readonly KeyColumn[]): Statement {
    const typeOf = (column: string): string => typeText(table.columns.find(({ name }) => name === column)?.type ?? '')
    const keys =
      key.length === 0
        ? [`${archivedRowid} integer primary key`]
        : key.map(({ column, type }) => `${quote(column)} ${typeText(type)} not null${collationOf(table, column)}`)
    const lines = [
      ...keys,
      ...backfill.set.flatMap(({ column }) => [
        `${oldName(column)} ${typeOf(column)}`,
        `${newName(column)} ${typeOf(column)}`,
      ]),
      `${noted} integer not null default 0`,
      ...(key.length === 0 ? [] : [`primary key (${key.map(({ column }) => quote(column)).join(', ')})`]),
    ]
    // WITHOUT ROWID, since a lone integer key would become the rowid and refuse what the table's own key may hold.
    const options = key.length === 0 ? '' : ' without rowid'
    return statement(`create table ${qualify(archive)} (\n  ${lines.join(',\n  ')}\n)${options}`, archive, 'catalog')
  },

  keepOld(backfill, key, archive, from, to): Command {
    const range = rangeOf(keyOrRowid(key), from, to)
    const columns = backfill.set.map(({ column }) => column)
    const into = [...archiveKey(key), ...columns.map(oldName)].join(', ')
    const values = [...keyOrRowid(key).map(({ column }) => quote(column)), ...columns.map(quote)].join(', ')
    // A row that comes round again keeps its first old value: that is what it held before the plan.
    return {
      sql: `insert into ${qualify(archive)} (${into}) select ${values} from ${qualify(backfill.table)} where ${range.sql} and (${spell(backfill.where)}) on conflict do update set ${noted} = 0`,
      params: range.params,
    }
  },

  keepNew(backfill, key, archive, from, to): Command {
    const columns = backfill.set.map(({ column }) => column)
    const range = rangeOf(archivedKey(key), from, to, `${qualify(archive)}.`)
    const set = [...columns.map((column) => `${newName(column)} = row.${quote(column)}`), `${noted} = 1`].join(', ')
    return {
      sql: `update ${qualify(archive)} set ${set} from ${qualify(backfill.table)} as row where ${sameRow(key, archive)} and ${noted} = 0 and ${range.sql}`,
      params: range.params,
    }
  },

  restore(backfill, key, archive, from, to): Command {
    const table = qualify(backfill.table)
    const columns = backfill.set.map(({ column }) => column)
    const range = rangeOf(archivedKey(key), from, to, 'kept.')
    const unchanged = columns.map((column) => `${table}.${quote(column)} is kept.${newName(column)}`)
    const set = columns.map((column) => `${quote(column)} = kept.${oldName(column)}`).join(', ')
    const same = keyOrRowid(key)
      .map(({ column }, at) => `${table}.${quote(column)} = kept.${archiveKey(key)[at] ?? archivedRowid}`)
      .join(' and ')
    return {
      sql: `update ${table} set ${set} from ${qualify(archive)} as kept where ${same} and ${unchanged.join(' and ')} and ${range.sql}`,
      params: range.params,
    }
  },
}

function keyOrRowid(key: readonly KeyColumn[]): readonly KeyColumn[] {
  return key.length === 0 ? [rowidKey] : key
}

function archivedKey(key: readonly KeyColumn[]): readonly KeyColumn[] {
  return key.length === 0 ? [{ column: archivedRowid, type: 'integer' }] : key
}

function archiveKey(key: readonly KeyColumn[]): string[] {
  return archivedKey(key).map(({ column }) => quote(column))
}

function sameRow(key: readonly KeyColumn[], archive: ObjectName): string {
  return keyOrRowid(key)
    .map(({ column }, at) => `row.${quote(column)} = ${qualify(archive)}.${archiveKey(key)[at] ?? archivedRowid}`)
    .join(' and ')
}

/** Row values use the key's index; the spelled-out form `a > ? or (a = ? and …)` does not (4A). */
function rangeOf(
  key: readonly KeyColumn[],
  from: readonly string[] | null,
  to: readonly string[] | null,
  prefix = '',
): Range {
  const names = key.map(({ column }) => prefix + quote(column))
  const left = names.length === 1 ? names.join('') : `(${names.join(', ')})`
  const right = names.length === 1 ? '?' : `(${names.map(() => '?').join(', ')})`
  const bounds = [
    ...(from === null ? [] : [{ sql: `${left} > ${right}`, values: from }]),
    ...(to === null ? [] : [{ sql: `${left} <= ${right}`, values: to }]),
  ]
  return {
    sql: bounds.map(({ sql }) => sql).join(' and '),
    params: bounds.flatMap(({ values }) => key.map((column, at) => cursorValue(values[at] ?? '', column))),
  }
}

/** The archive finds rows by the key, so it compares keys as the table does. */
function collationOf(table: Table, column: string): string {
  const collation = table.columns.find(({ name }) => name === column)?.collation ?? null
  return collation === null ? '' : ` collate ${quote(collation)}`
}
