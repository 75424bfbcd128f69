import type { ObjectName } from '../../../model/name.ts'
import type { Unmodeled } from '../../../model/schema.ts'
import type { Statement } from '../../../model/statement.ts'
import { triggersOn } from '../catalog/unmodeled.ts'
import { quote } from './quote.ts'
import { statement } from './statement.ts'

/** Of the given objects, the triggers that are on the table, from the text that SQLite keeps of them. */
export function recreateTriggers(table: ObjectName, attached: readonly Unmodeled[]): Statement[] {
  return triggersOn(table.name, attached).flatMap(({ sql }) => (sql === null ? [] : [statement(sql, table, 'catalog')]))
}

export function dropTriggers(table: ObjectName, attached: readonly Unmodeled[]): Statement[] {
  return triggersOn(table.name, attached).map(({ name }) =>
    statement(`drop trigger ${quote(name.name)}`, table, 'catalog'),
  )
}
