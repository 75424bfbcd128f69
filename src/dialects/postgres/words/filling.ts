import type { Backfill } from '../../../model/backfill.ts'
import type { ObjectName } from '../../../model/name.ts'
import type { FillingWords } from '../../trigger-words.ts'
import { withReadingSettings } from '../settings.ts'
import { functionForOwnerOnly } from './owner-only.ts'
import { dollarQuoted, literal, qualify, quote } from './quote.ts'
import { droppedRowTrigger, rowTrigger } from './row-trigger.ts'
import { statement } from './statement.ts'

/** A setting of the transaction in which a rollback brings old values back. */
export const restoring = 'reconcile.restoring'

/**
 * The rule of a backfill for rows that are being written (R3, R4). The row goes by the name of its table, as in a batch;
 * with the rights and the settings of the plan, since the application may not read what the rule reads. Its failing is
 * never the application's: then the batches have to see to the row, as to every one that needed it before it was updated,
 * since they keep what was there.
 */
export const filling: FillingWords = {
  start: (backfill, name) => [
    statement(`create function ${definition(backfill, name)}`, []),
    statement(functionForOwnerOnly(name), []),
    ...rowTrigger(backfill.table, name),
  ],

  stop: ({ table }, name) => droppedRowTrigger(table, name),
}

/**
 * Those of the sessions that run the batches. Temporary relations come last in search_path: left out they come first, and a
 * session could put its own in (CREATE FUNCTION).
 */
const settings = `security definer set search_path = public, pg_temp set row_security = off ${withReadingSettings()}`

function definition({ table, set, where }: Backfill, name: ObjectName): string {
  const row = (of: 'new' | 'old'): string => `(select ${of}.*) as ${quote(table.name)}`
  const body = `
#variable_conflict use_column
begin
  if current_setting(${literal(restoring)}, true) = 'on' then return new; end if;
  if tg_op = 'UPDATE' then
    if (select ${where} from ${row('old')}) then return new; end if;
  end if;
  if (select ${where} from ${row('new')}) then
    select ${set.map(({ expression }) => expression).join(', ')}
      into ${set.map(({ column }) => `new.${quote(column)}`).join(', ')} from ${row('new')};
  end if;
  return new;
exception when others then
  return new;
end
`
  return `${qualify(name)}() returns trigger language plpgsql ${settings} as ${dollarQuoted(body, 'reconcile')}`
}
