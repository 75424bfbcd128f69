import { type ObjectName, quarantinePrefix } from '../../../model/name.ts'
import type { Swap } from '../../../model/swap.ts'
import type { SyncWords } from '../../trigger-words.ts'
import { columnTypes } from '../column-types.ts'
import { withReadingSettings } from '../settings.ts'
import { conversion, explicitCast, readsSettings } from './conversion.ts'
import { dollarQuoted, literal, qualify, quote } from './quote.ts'
import { droppedRowTrigger, rowTrigger } from './row-trigger.ts'
import { statement } from './statement.ts'
import { lost, widens } from './survival.ts'

/** One trigger per table (hazards.md 3A). */
export const sync: SyncWords = {
  create: (swap, name, names) => [
    statement(`create function ${definition(swap, forward(swap, names), name)}`, []),
    ...rowTrigger(swap.table, name),
  ],

  forward: (swap, name, names) =>
    statement(`create or replace function ${definition(swap, forward(swap, names), name)}`, []),

  backward: (swap, name, names) =>
    statement(`create or replace function ${definition(swap, backward(swap, names), name)}`, []),

  drop: ({ table }, name) => droppedRowTrigger(table, name),

  follow: (table, from, to) => [statement(`do ${dollarQuoted(followed(table, from, to))}`, [])],

  converted: (value, from, to) => converted(value, from.type, to.type),

  /** CASCADE reaches its own trigger alone, wherever the table is by now. The trigger of a move has a table of its own. */
  discard: (name) => [
    statement(`drop function if exists ${qualify(name)}() cascade`, []),
    statement(`drop table if exists ${qualify(name)}`, []),
  ],
}

/** Written anew from what the server has: which columns an earlier plan has exchanged is in that plan alone. */
function followed(table: ObjectName, from: string, to: string): string {
  const old = `\\mnew\\.${quote(from).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w$])`
  const name = `new.${quote(to)}`.replaceAll('\\', '\\\\')
  return ` declare one record; begin
  for one in
    select distinct p.oid, pg_catalog.pg_get_functiondef(p.oid) as text
    from pg_catalog.pg_trigger t join pg_catalog.pg_proc p on p.oid = t.tgfoid
    where t.tgrelid = ${literal(qualify(table))}::pg_catalog.regclass and pg_catalog.pg_has_role(p.proowner, 'usage')
      and p.proname ~ '^${quarantinePrefix}.*_sync$' and p.prosrc ~ ${literal(old)} loop
    execute pg_catalog.regexp_replace(one.text, ${literal(old)}, ${literal(name)}, 'g');
  end loop;
end `
}

interface Assignment {
  readonly to: string
  readonly value: string
  /** No value of the one is none of the other, and the columns are there as long as the trigger is. */
  readonly safe: boolean
  /** An INSERT without a list of columns still means the old column by its place: what it says there goes over first. */
  readonly byPlace: string | null
}

function forward({ pairs }: Swap, names: (column: string) => { readonly shadow: string }): Assignment[] {
  return pairs.map(({ before, after }) => ({
    to: names(before.name).shadow,
    value: converted(`new.${quote(before.name)}`, before.type, after.type),
    safe: widens(before.type, after.type),
    byPlace: null,
  }))
}

/** Later plans may rename or drop the column while the old one still waits for `purge`. */
function backward({ pairs }: Swap, names: (column: string) => { readonly aside: string }): Assignment[] {
  return pairs.map(({ before, after }) => ({
    to: names(before.name).aside,
    value: unlessLost(`new.${quote(after.name)}`, after.type, before.type),
    safe: false,
    byPlace: `new.${quote(after.name)} := ${converted(`new.${quote(names(before.name).aside)}`, before.type, after.type)}`,
  }))
}

/** What would come back as another value, rounded, say, has none in the old column. */
function unlessLost(value: string, from: string, to: string): string {
  const condition = columnTypes.canonical(to) === null ? null : lost(value, from, to)
  const assigned = converted(value, from, to)
  return condition === null ? assigned : `case when ${condition} then null else ${assigned} end`
}

/** Assignment never cuts off what a narrowing cast would (1B). */
function converted(value: string, from: string, to: string): string {
  return conversion(from, to).automatic ? value : explicitCast(value, from, to)
}

/** The application's statement never fails for our sake: what has no value in the other type is NULL there. */
function definition({ pairs }: Swap, assignments: readonly Assignment[], name: ObjectName): string {
  const lines = assignments.flatMap(({ to, value, safe, byPlace }) => {
    const target = `new.${quote(to)}`
    if (safe) return [`  ${target} := ${value};`]
    return [
      '  begin',
      ...(byPlace === null ? [] : [`    if tg_op = 'INSERT' and ${target} is not null then ${byPlace}; end if;`]),
      `    ${target} := ${value};`,
      '  exception when data_exception or undefined_column or cannot_coerce or check_violation or undefined_object then',
      `    begin ${target} := null; exception when undefined_column then null; end;`,
      '  end;',
    ]
  })
  const body = `
begin
${lines.join('\n')}
  return new;
end
`
  // Each clause takes time with each row, and most conversions have no need of them.
  const settings = pairs.some(({ before, after }) => readsSettings(before.type, after.type))
    ? ` ${withReadingSettings()}`
    : ''
  return `${qualify(name)}() returns trigger language plpgsql${settings} as ${dollarQuoted(body, 'reconcile')}`
}
