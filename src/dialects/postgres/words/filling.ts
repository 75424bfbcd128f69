import type { Backfill } from '../../../model/backfill.ts'
import type { ObjectName } from '../../../model/name.ts'
import type { FillingWords } from '../../trigger-words.ts'
import { literal, qualify, quote } from './quote.ts'
import { droppedRowTrigger, rowTrigger } from './row-trigger.ts'
import { statement } from './statement.ts'

/** A setting of the transaction in which a rollback brings old values back. */
export const restoring = 'reconcile.restoring'

/**
 * The rule of a backfill for rows that are being written (R3, R4). The row goes by the name of its table, as in a batch;
 * with the rights and the search_path of the plan, since the application may not read what the rule reads. Its failing is
 * never the application's: then the batches have to see to the row.
 */
export const filling: FillingWords = {
  start: (backfill, name) => [
    statement(`create function ${definition(backfill, name)}`, []),
    ...rowTrigger(backfill.table, name),
  ],

  stop: ({ table }, name) => droppedRowTrigger(table, name),
}

function definition({ table, set, where }: Backfill, name: ObjectName): string {
  const row = `(select new.*) as ${quote(table.name)}`
  return `${qualify(name)}() returns trigger language plpgsql security definer set search_path from current as $reconcile$
begin
  if current_setting(${literal(restoring)}, true) = 'on' then return new; end if;
  if (select ${where} from ${row}) then
    select ${set.map(({ expression }) => expression).join(', ')}
      into ${set.map(({ column }) => `new.${quote(column)}`).join(', ')} from ${row};
  end if;
  return new;
exception when others then
  return new;
end
$reconcile$`
}
