import type { ObjectName } from '../../../model/name.ts'
import type { SchemaObject } from '../../../model/object.ts'
import type { Trigger } from '../../../model/objects/trigger.ts'
import type { Table } from '../../../model/table.ts'
import { isOperator, isWord, tokenize } from '../ddl/tokens.ts'
import { quote } from './quote.ts'

export type TableNamed = (name: ObjectName) => Table | undefined

/** A statement that makes SQLite compile the object; null when no such statement can be known from its text. */
export function compiling(object: SchemaObject, table: TableNamed): string | null {
  if (object.kind === 'view') return `explain select * from ${quote(object.name.name)}`
  if (object.kind !== 'trigger') return null
  const on = quote(object.on.name.name)
  const [event] = object.events
  if (event === 'insert') return `explain insert into ${on} default values`
  if (event === 'delete') return `explain delete from ${on}`
  const column = columnToUpdate(object, table(object.on.name))
  return column === undefined ? null : `explain update ${on} set ${quote(column)} = ${quote(column)}`
}

/** Only what may be written counts, and of the columns that the trigger waits for, if it waits for some. */
function columnToUpdate(trigger: Trigger, table: Table | undefined): string | undefined {
  if (table === undefined) return trigger.columns[0] ?? columnOfRow(trigger)
  const { columns } = trigger
  const writable = table.columns.filter(({ name, generated }) => {
    return generated === null && (columns.length === 0 || columns.includes(name))
  })
  return writable[0]?.name
}

/** The first column that it reads of the row it fires for. */
function columnOfRow({ when, action }: Trigger): string | undefined {
  const tokens = tokenize([when ?? '', action.kind === 'statements' ? action.text : ''].join(' '))
  const image = tokens.findIndex((token, at) => isWord(token, 'new', 'old') && isOperator(tokens[at + 1], '.'))
  return image === -1 ? undefined : tokens[image + 2]?.value
}
