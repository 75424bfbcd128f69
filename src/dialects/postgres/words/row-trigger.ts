import type { ObjectName } from '../../../model/name.ts'
import type { Statement } from '../../../model/statement.ts'
import { qualify, quote } from './quote.ts'
import { lock, statement } from './statement.ts'

/**
 * A trigger of a plan, by the name of its function. BEFORE triggers fire in the order of their names: `zzz` comes last, so
 * that it sees what the others have made of the row. Not UPDATE OF, which goes by the statement and misses what other
 * triggers set; ALWAYS, since rows that logical replication applies count as well (hazards.md 3A).
 */
export function rowTrigger(table: ObjectName, name: ObjectName): Statement[] {
  return [
    statement(
      `create trigger ${triggerName(name)} before insert or update on ${qualify(table)} for each row execute function ${qualify(name)}()`,
      lock('share_row_exclusive', table),
    ),
    statement(
      `alter table ${qualify(table)} enable always trigger ${triggerName(name)}`,
      lock('share_row_exclusive', table),
    ),
  ]
}

export function droppedRowTrigger(table: ObjectName, name: ObjectName): Statement[] {
  return [
    statement(`drop trigger ${triggerName(name)} on ${qualify(table)}`, lock('access_exclusive', table)),
    statement(`drop function ${qualify(name)}()`, []),
  ]
}

function triggerName({ name }: ObjectName): string {
  return quote(`zzz${name}`)
}
