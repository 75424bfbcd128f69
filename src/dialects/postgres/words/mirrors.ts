import { displayName, type ObjectName, shimMark } from '../../../model/name.ts'
import type { Mirror } from '../../../model/mirror.ts'
import type { View } from '../../../model/objects/view.ts'
import type { Statement } from '../../../model/statement.ts'
import type { MirrorWords, Window } from '../../mirror-words.ts'
import { inwardBody, outwardBody, removeBody, insertBody } from './mirror-functions.ts'
import { objects } from './objects.ts'
import { view } from './objects/view.ts'
import { functionForOwnerOnly, tableForOwnerOnly } from './owner-only.ts'
import { differs, dollarQuoted, literal, qualify, quote, quoteList } from './quote.ts'
import { lock, statement } from './statement.ts'

/** hazards.md 3E: one direction at a time, since two would take their locks crosswise. */
export const mirrors: MirrorWords = {
  outward: (mirror, name) => [
    ...notes(mirror, 'wide', name),
    ...created(name, outwardBody(mirror, name)),
    ...trigger(mirror.wide, name),
  ],

  aim: (mirror, name) => statement(`create or replace function ${definition(name, outwardBody(mirror, name))}`, []),

  inward: (mirror, name) => [
    ...notes(mirror, 'narrow', name),
    ...created(name, inwardBody(mirror, name)),
    ...trigger(mirror.narrow, name),
  ],

  stop: (table, name, counts) => [
    ...[triggerName(name), truncateTriggerName(name)].map((one) =>
      statement(`drop trigger ${one} on ${qualify(table)}`, lock('access_exclusive', table)),
    ),
    ...(counts === undefined ? [] : [settled(counts, name)]),
    statement(`drop function ${qualify(name)}()`, []),
    statement(`drop table ${qualify(name)}`, []),
  ],

  aimInward: (mirror, name) =>
    statement(`create or replace function ${definition(name, inwardBody(mirror, name))}`, []),

  veil: (mirror, veiled) =>
    mirror.columns.map(({ wide }, at) => {
      const hidden = veiled.columns[at]?.wide ?? wide
      const shown = `attrelid = ${literal(qualify(mirror.wide))}::regclass and attname = ${literal(wide)} and not attisdropped`
      return statement(
        `do ${dollarQuoted(` begin if exists (select from pg_attribute where ${shown}) then alter table ${qualify(mirror.wide)} rename column ${quote(wide)} to ${quote(hidden)}; end if; end `)}`,
        lock('access_exclusive', mirror.wide),
      )
    }),

  open: (window) => [
    ...view.create(viewOf(window)),
    ...window.access.flatMap((object) => objects.create(object)),
    ...instead('insert', window.name, window.insert, insertBody(window)),
    ...instead('delete', window.name, window.remove, removeBody(window)),
  ],

  close: (window) => [
    ...view.drop(viewOf(window)),
    statement(`drop function ${qualify(window.insert)}()`, []),
    statement(`drop function ${qualify(window.remove)}()`, []),
  ],

  apart(mirror) {
    const { wide, narrow, key } = mirror
    const same = key.map((pair) => `w.${quote(pair.wide)} = n.${quote(pair.narrow)}`).join(' and ')
    const shown = key.map((pair) => `coalesce(w.${quote(pair.wide)}, n.${quote(pair.narrow)}) as ${quote(pair.wide)}`)
    return {
      sql: `select ${shown.join(', ')} from ${qualify(wide)} as w full join ${qualify(narrow)} as n on ${same}\nwhere ${differing(mirror)}\nlimit 20`,
      expect: 'no_rows',
      onlyAtStep: true,
      failure: `${isApart(mirror)}, which does not take them or has been emptied`,
      help: 'Correct these rows so that they meet the rules of both tables (an UPDATE brings them over again), then go on.',
    }
  },

  missing(mirror, from) {
    const { wide, narrow, key, columns } = mirror
    const [here, there] = from === 'wide' ? ([wide, narrow] as const) : ([narrow, wide] as const)
    const other = from === 'wide' ? 'narrow' : 'wide'
    const own = (name: string): string => `${quote(here.name)}.${quote(name)}`
    const held = columns.map((pair) => `${own(pair[from])} is not null`).join(' or ')
    const same = key.map((pair) => `o.${quote(pair[other])} = ${own(pair[from])}`).join(' and ')
    const differ = columns.map((pair) => differs(`o.${quote(pair[other])}`, own(pair[from]))).join(' or ')
    return from === 'wide'
      ? `(${held}) and not exists (select from ${qualify(there)} as o where ${same})`
      : `(${held}) and exists (select from ${qualify(there)} as o where ${same} and (${differ}))`
  },
}

/** In the place of the rows that are refused: their keys. */
function notes({ key, ...tables }: Mirror, side: 'wide' | 'narrow', name: ObjectName): Statement[] {
  const keys = key.map((pair) => `${quote(pair[side])} as ${quote(pair.wide)}`)
  return [
    statement(
      `create table ${qualify(name)} as select ${keys.join(', ')} from ${qualify(tables[side])} with no data`,
      lock('access_share', tables[side]),
    ),
    statement(tableForOwnerOnly(name), []),
    statement(`alter table ${qualify(name)} add primary key (${quoteList(key.map((pair) => pair.wide))})`, []),
  ]
}

/** Row by row of those that were refused: whoever writes has to wait. Correcting them takes the reason away, not the note. */
function settled(mirror: Mirror, name: ObjectName): Statement {
  const { wide, narrow, key } = mirror
  const one = (side: 'wide' | 'narrow', as: string, table: ObjectName): string =>
    `left join lateral (select * from ${qualify(table)} as t where ${key.map((pair) => `t.${quote(pair[side])} = r.${quote(pair.wide)}`).join(' and ')} limit 1) as ${as} on true`
  return statement(
    `do ${dollarQuoted(` begin
  if exists (select from ${qualify(name)} as r
    ${one('wide', 'w', wide)}
    ${one('narrow', 'n', narrow)}
    where ${differing(mirror)}) then
    raise integrity_constraint_violation using message = ${literal(`${isApart(mirror)}, which did not take them a moment ago`)};
  end if;
end `)}`,
    lock('access_share', wide, narrow),
  )
}

function differing({ columns }: Mirror): string {
  return columns.map((pair) => differs(`w.${quote(pair.wide)}`, `n.${quote(pair.narrow)}`)).join(' or ')
}

function isApart({ wide }: Mirror): string {
  return `rows of ${displayName(wide)} hold other values than those of the other table`
}

/** With the rights of the plan: the application may know but one of the tables. */
function definition(name: ObjectName, body: string): string {
  return `${qualify(name)}() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as ${dollarQuoted(`\n${body}\n`, 'reconcile')}`
}

function created(name: ObjectName, body: string): Statement[] {
  return [statement(`create function ${definition(name, body)}`, []), statement(functionForOwnerOnly(name), [])]
}

/** AFTER triggers fire in the order of their names: before those of foreign keys, which would miss the rows that follow. */
function triggerName({ name }: ObjectName): string {
  return quote(`AAA${name}`)
}

/** TRUNCATE fires no trigger of rows. */
function truncateTriggerName({ name }: ObjectName): string {
  return quote(`AAA${name}_truncate`)
}

function trigger(table: ObjectName, name: ObjectName): Statement[] {
  const triggers = [
    [triggerName(name), 'after insert or update or delete', 'row'],
    [truncateTriggerName(name), 'after truncate', 'statement'],
  ] as const
  return triggers.flatMap(([own, event, each]) => [
    statement(
      `create trigger ${own} ${event} on ${qualify(table)} for each ${each} execute function ${qualify(name)}()`,
      lock('share_row_exclusive', table),
    ),
    statement(`alter table ${qualify(table)} enable always trigger ${own}`, lock('share_row_exclusive', table)),
  ])
}

function instead(event: 'insert' | 'delete', on: ObjectName, name: ObjectName, body: string): Statement[] {
  return [
    ...created(name, body),
    statement(
      `create trigger ${quote(name.name)} instead of ${event} on ${qualify(on)} for each row execute function ${qualify(name)}()`,
      lock('share_row_exclusive', on),
    ),
  ]
}

/** A plain SELECT from one table: the server passes UPDATE on to the table itself, with its locks (CREATE VIEW, Updatable Views). */
function viewOf({ name, mirror, columns, defaults }: Window): View {
  return {
    kind: 'view',
    name,
    on: null,
    comment: `${shimMark} ${mirror.narrow.name}`,
    query: `select ${columns.map((column) => shown(column, mirror)).join(', ')}\nfrom ${qualify(mirror.wide)}\nwhere ${mirror.columns.map((pair) => `${quote(pair.wide)} is not null`).join(' or ')}`,
    options: {},
    names: null,
    columns: null,
    columnComments: {},
    columnDefaults: defaults,
  }
}

function shown(column: string, { key, columns }: Mirror): string {
  const of = [...key, ...columns].find((pair) => pair.narrow === column)?.wide ?? column
  return of === column ? quote(of) : `${quote(of)} as ${quote(column)}`
}
