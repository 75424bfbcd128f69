import type { Mirror, MirroredColumn } from '../../../model/mirror.ts'
import { displayName, type ObjectName } from '../../../model/name.ts'
import type { Window } from '../../mirror-words.ts'
import { literal, qualify, quote } from './quote.ts'

type Side = keyof MirroredColumn

/**
 * The application's statement never fails for our sake: what the narrow table does not take, or what of these names is not
 * there any more (class 42), is not in there, and whoever makes it count asks for that before. Rows it refuses are noted by
 * their key, so that they can be asked for under a lock.
 */
export function outwardBody({ narrow, key, columns }: Mirror, refused: ObjectName): string {
  const held = columns.map((pair) => `new.${quote(pair.wide)} is not null`).join(' or ')
  const own = [...key, ...columns]
  const written = `insert into ${qualify(narrow)} (${own.map((pair) => quote(pair.narrow)).join(', ')})
        values (${own.map((pair) => `new.${quote(pair.wide)}`).join(', ')})
        on conflict (${key.map((pair) => quote(pair.narrow)).join(', ')}) do update set ${columns.map((pair) => `${quote(pair.narrow)} = excluded.${quote(pair.narrow)}`).join(', ')};`
  const gone = (row: string): string =>
    `delete from ${qualify(narrow)} as n where ${key.map((pair) => `n.${quote(pair.narrow)} = ${row}.${quote(pair.wide)}`).join(' and ')};`
  return `begin
  if tg_op = 'TRUNCATE' then
    delete from ${qualify(narrow)};
    return null;
  end if;
  if tg_op = 'DELETE' then
    ${gone('old')}
    return null;
  end if;
  if tg_op = 'UPDATE' then
    if not (${changed([...key, ...columns], 'wide')}) then return null; end if;
    if ${changed(key, 'wide')} then ${gone('old')} end if;
  end if;
  if ${held} then
    begin
      ${written}
    exception when integrity_constraint_violation then
      ${gone('new')}
      ${noted(key, refused, `values (${key.map((pair) => `new.${quote(pair.wide)}`).join(', ')})`)}
    end;
  else
    ${gone('new')}
  end if;
  return null;
exception when syntax_error_or_access_rule_violation then
  return null;
end`
}

export function inwardBody({ wide, key, columns }: Mirror, refused: ObjectName): string {
  const row = (of: string): string =>
    key.map((pair) => `w.${quote(pair.wide)} = ${of}.${quote(pair.narrow)}`).join(' and ')
  const set = columns.map((pair) => `${quote(pair.wide)} = new.${quote(pair.narrow)}`).join(', ')
  const none = columns.map((pair) => `${quote(pair.wide)} = null`).join(', ')
  const held = columns.map((pair) => `w.${quote(pair.wide)} is not null`).join(' or ')
  const keyOf = (row: string, side: Side): string => key.map((pair) => `${row}.${quote(pair[side])}`).join(', ')
  const either = `select * from (values (${keyOf('old', 'narrow')}), (${keyOf('new', 'narrow')})) as r where r is not null`
  const cleared = `update ${qualify(wide)} as w set ${none} where ${row('old')};`
  return `begin
  begin
    if tg_op = 'TRUNCATE' then
      update ${qualify(wide)} as w set ${none} where ${held};
      return null;
    end if;
    if tg_op = 'DELETE' then
      ${cleared}
      return null;
    end if;
    if tg_op = 'UPDATE' then
      if not (${changed([...key, ...columns], 'narrow')}) then return null; end if;
      if ${changed(key, 'narrow')} then ${cleared} end if;
    end if;
    update ${qualify(wide)} as w set ${set} where ${row('new')};
  exception when integrity_constraint_violation then
    if tg_op = 'TRUNCATE' then
      ${noted(key, refused, `select ${keyOf('w', 'wide')} from ${qualify(wide)} as w where ${held}`)}
    else
      ${noted(key, refused, either)}
    end if;
  end;
  return null;
exception when syntax_error_or_access_rule_violation then
  return null;
end`
}

function noted(key: Mirror['key'], refused: ObjectName, rows: string): string {
  return `insert into ${qualify(refused)} (${key.map((pair) => quote(pair.wide)).join(', ')}) ${rows} on conflict do nothing;`
}

/** Through the view: the row is there already, and gets the values. */
export function insertBody({ name, mirror: { wide, key, columns } }: Window): string {
  const row = key.map((pair) => `w.${quote(pair.wide)} = new.${quote(pair.narrow)}`).join(' and ')
  const free = columns.map((pair) => `w.${quote(pair.wide)} is null`).join(' and ')
  return `begin
  update ${qualify(wide)} as w set ${columns.map((pair) => `${quote(pair.wide)} = new.${quote(pair.narrow)}`).join(', ')}
    where ${row} and ${free};
  if not found then
    if exists (select from ${qualify(wide)} as w where ${row}) then
      raise unique_violation using message = ${literal(`${displayName(name)} has a row with this key already`)};
    end if;
    raise foreign_key_violation using message = ${literal(`the key is not present in ${displayName(wide)}`)};
  end if;
  return new;
end`
}

export function removeBody({ mirror: { wide, key, columns } }: Window): string {
  const row = key.map((pair) => `w.${quote(pair.wide)} = old.${quote(pair.narrow)}`).join(' and ')
  return `begin
  update ${qualify(wide)} as w set ${columns.map((pair) => `${quote(pair.wide)} = null`).join(', ')}
    where ${row} and (${columns.map((pair) => `w.${quote(pair.wide)} is not null`).join(' or ')});
  if not found then return null; end if;
  return old;
end`
}

function changed(columns: readonly MirroredColumn[], side: Side): string {
  return columns
    .map((pair) => `new.${quote(pair[side])}::text is distinct from old.${quote(pair[side])}::text`)
    .join(' or ')
}
