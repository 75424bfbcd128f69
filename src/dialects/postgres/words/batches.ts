import { bug } from '../../../lib/errors.ts'
import type { Backfill } from '../../../model/backfill.ts'
import type { Mirror } from '../../../model/mirror.ts'
import { type ObjectName, sameName } from '../../../model/name.ts'
import type { KeyColumn } from '../../../model/step.ts'
import { columnOf } from '../../../model/table.ts'
import type { Command } from '../../session.ts'
import type { BatchWords } from '../../words.ts'
import { columnDefinition } from './definitions.ts'
import { restoring } from './filling.ts'
import { literal, qualify, quote } from './quote.ts'
import { statement } from './statement.ts'

type Key = readonly KeyColumn[]
type Position = readonly string[] | null

/**
 * hazards.md 4A. The table goes by its own name in every statement, so that the rule's expressions may say it. Row-value
 * comparison is an index condition, unlike its expansion into OR. A table without a key advances by blocks (ctid).
 */
export const batches: BatchWords = {
  end: (table, key, from, rows) =>
    key.length === 0 ? nextBlocks(table, from, rows) : nextKeys(table, key, from, rows),

  update(backfill, key, from, to) {
    const params = parameters(from, to)
    const range = between(backfill.table.name, key, from !== null)
    if (backfill.into !== undefined) return { sql: mirrored(backfill, backfill.into, key, range), params }
    const set = backfill.set.map(({ column, expression }) => `${quote(column)} = ${expression}`).join(', ')
    return {
      sql: `update ${source(backfill)} set ${set}\nwhere ${range} and (${backfill.where})`,
      params,
    }
  },

  /** `_rq_noted` tells rows of this batch from those whose written value is known already. */
  createArchive(archive, table, backfill, key) {
    needKey(key, backfill)
    const copy = (name: string, as: string): string => {
      const column = columnOf(table, name)
      if (column === undefined) throw bug(`backfill ${backfill.name} sets ${name}, which is no column`)
      const bare = {
        ...column,
        name: as,
        nullable: true,
        default: null,
        identity: null,
        sequence: null,
        generated: null,
      }
      return columnDefinition(table.name, bare)
    }
    const lines = [
      ...key.map(({ column }) => copy(column, column)),
      ...backfill.set.flatMap(({ column }, position) => [
        copy(column, oldValue(position)),
        copy(column, newValue(position)),
      ]),
      '_rq_noted boolean not null default false',
      `primary key (${key.map(({ column }) => quote(column)).join(', ')})`,
    ]
    return statement(`create table if not exists ${qualify(archive)} (\n  ${lines.join(',\n  ')}\n)`, [])
  },

  /** Locks in key order, like the application does, so that no cycle arises. */
  keepOld(backfill, key, archive, from, to) {
    needKey(key, backfill)
    const name = backfill.table.name
    const keys = columns(name, key)
    const kept = backfill.set.map(({ column }) => `${quote(name)}.${quote(column)}`)
    const into = [...key.map(({ column }) => quote(column)), ...backfill.set.map((_, position) => oldValue(position))]
    return {
      sql: `insert into ${qualify(archive)} (${into.join(', ')})
select ${[...keys, ...kept].join(', ')} from ${source(backfill)}
where ${between(name, key, from !== null)} and (${backfill.where})
order by ${keys.join(', ')} for no key update of ${quote(name)}
on conflict do nothing`,
      params: parameters(from, to),
    }
  },

  keepNew(backfill, key, archive, from, to) {
    needKey(key, backfill)
    const name = backfill.table.name
    const set = backfill.set.map(({ column }, position) => `${newValue(position)} = ${quote(name)}.${quote(column)}`)
    return {
      sql: `update ${qualify(archive)} as _rq_archive set ${[...set, '_rq_noted = true'].join(', ')}
from ${source(backfill)}
where ${sameKey(name, key)} and not _rq_archive._rq_noted and ${between('_rq_archive', key, from !== null)}`,
      params: parameters(from, to),
    }
  },

  /**
   * Compared as text: not every type has an equality (json), and 1.50 is not 1.5 here. The trigger that fills rows meanwhile
   * is still there, and must not have the old values for missing ones.
   */
  restore(backfill, key, archive, from, to) {
    needKey(key, backfill)
    const name = backfill.table.name
    const set = backfill.set.map(({ column }, position) => `${quote(column)} = _rq_archive.${oldValue(position)}`)
    const unchanged = backfill.set.map(
      ({ column }, position) =>
        `${quote(name)}.${quote(column)}::text is not distinct from _rq_archive.${newValue(position)}::text`,
    )
    return {
      sql: `update ${source(backfill)} set ${set.join(', ')}
from ${qualify(archive)} as _rq_archive, (select set_config(${literal(restoring)}, 'on', true)) as _rq_restoring
where ${sameKey(name, key)} and _rq_archive._rq_noted and ${between('_rq_archive', key, from !== null)}
  and ${unchanged.join(' and ')}`,
      params: parameters(from, to),
    }
  },
}

/**
 * hazards.md 3E: the rows are locked against writers and read as they are by then, so that nothing older than what a trigger
 * has written, or taken away, goes over.
 */
function mirrored(
  backfill: Backfill,
  { wide, narrow, key: same, columns: pairs }: Mirror,
  key: Key,
  range: string,
): string {
  const name = backfill.table.name
  const all = [...same, ...pairs]
  const side = sameName(backfill.table, wide) ? 'wide' : 'narrow'
  const order = key.length === 0 ? '' : `\norder by ${columns(name, key).join(', ')}`
  const held = `select ${all.map((pair) => `${quote(name)}.${quote(pair[side])}`).join(', ')} from ${source(backfill)}
where ${range} and (${backfill.where})${order} for share of ${quote(name)}`
  return side === 'wide'
    ? `insert into ${qualify(narrow)} (${all.map((pair) => quote(pair.narrow)).join(', ')})\n${held}\non conflict do nothing`
    : `with held as materialized (\n${held}\n)
update ${qualify(wide)} as w set ${pairs.map((pair) => `${quote(pair.wide)} = held.${quote(pair.narrow)}`).join(', ')}
from held where ${same.map((pair) => `w.${quote(pair.wide)} = held.${quote(pair.narrow)}`).join(' and ')}`
}

function nextKeys(table: ObjectName, key: Key, from: Position, rows: number): Command {
  const list = key.map(({ column }) => quote(column))
  const named = list.map((column, position) => `${column} as k${position + 1}`)
  const after = from === null ? '' : `where ${row(list)} > ${row(casts(key, 1))}\n  `
  return {
    sql: `with page as materialized (
  select ${named.join(', ')} from ${qualify(table)}
  ${after}order by ${list.join(', ')} limit ${Math.trunc(rows)}
)
select ${key.map((_, position) => `k${position + 1}::text as k${position + 1}`).join(', ')}, (select count(*)::int from page) as rows
from page order by ${key.map((_, position) => `page.k${position + 1} desc`).join(', ')} limit 1`,
    params: parameters(from, null),
  }
}

/** Rows per block as the statistics know it; a wrong guess makes batches longer or shorter, never wrong. */
const usualDensity = 50

/**
 * The end of as many whole blocks as hold about `rows` rows. The last item pointer of a block is 65535 at most. Rows that
 * an update moves to the end are met again there, and left alone since `where` is false for them by then.
 */
function nextBlocks(table: ObjectName, from: Position, rows: number): Command {
  const name = literal(qualify(table))
  return {
    sql: `with size as (
  select pg_relation_size(${name}::regclass) / current_setting('block_size')::int as blocks,
    greatest(coalesce(nullif(reltuples, -1) / nullif(relpages, 0), ${usualDensity}), 1) as density
  from pg_class where oid = ${name}::regclass
), page as (
  select ${from === null ? '0' : `((($1::text)::point)[0])::bigint + 1`} as first, blocks,
    greatest(1, ceil(${Math.trunc(rows)} / density))::bigint as length
  from size
), bounds as materialized (
  select format('(%s,0)', first)::tid as low, format('(%s,65535)', least(first + length, blocks) - 1)::tid as high
  from page where first < blocks
)
select high::text as k1,
  (select count(*)::int from ${qualify(table)} t where t.ctid > bounds.low and t.ctid <= bounds.high) as rows
from bounds`,
    params: parameters(from, null),
  }
}

/** SQL for keys after `from` (when there is one) and up to `to`; `to`'s parameters follow those of `from`. */
function between(alias: string, key: Key, afterwards: boolean): string {
  if (key.length === 0) {
    const ctid = `${quote(alias)}.ctid`
    return afterwards ? `${ctid} > $1::tid and ${ctid} <= $2::tid` : `${ctid} <= $1::tid`
  }
  const list = row(columns(alias, key))
  const upTo = `${list} <= ${row(casts(key, afterwards ? key.length + 1 : 1))}`
  return afterwards ? `${list} > ${row(casts(key, 1))} and ${upTo}` : upTo
}

function parameters(from: Position, to: Position): string[] {
  return [...(from ?? []), ...(to ?? [])]
}

function columns(alias: string, key: Key): string[] {
  return key.map(({ column }) => `${quote(alias)}.${quote(column)}`)
}

function casts(key: Key, first: number): string[] {
  return key.map(({ type }, position) => `$${first + position}::${type}`)
}

function row(parts: readonly string[]): string {
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(', ')})`
}

function sameKey(name: string, key: Key): string {
  return key.map(({ column }) => `_rq_archive.${quote(column)} = ${quote(name)}.${quote(column)}`).join(' and ')
}

function source(backfill: Backfill): string {
  return `${qualify(backfill.table)} as ${quote(backfill.table.name)}`
}

const oldValue = (position: number): string => `o_${position + 1}`
const newValue = (position: number): string => `n_${position + 1}`

/** An update gives a row another ctid, so only a key finds it again. */
function needKey(key: Key, backfill: Backfill): void {
  if (key.length === 0) throw bug(`backfill ${backfill.name} cannot keep old values of a table without a key`)
}
