import { bug } from '../../../lib/errors.ts'
import type { Trigger } from '../../../model/objects/trigger.ts'
import type { Statement } from '../../../model/statement.ts'
import { withLastSemicolon } from '../ddl/spelling.ts'
import { indented } from '../ddl/layout.ts'
import { qualify, quote, quoteAll } from './quote.ts'
import { statement } from './statement.ts'

export function createTrigger(trigger: Trigger): Statement {
  const { name, on, when, action } = trigger
  if (action.kind !== 'statements') throw bug(`SQLite has no form for trigger ${name.name}: it calls a function`)
  const sql = [
    `create trigger ${quote(name.name)}`,
    `${trigger.timing.replace('_', ' ')} ${eventOf(trigger)} on ${qualify(on.name)}`,
    ...(when === null ? [] : [`when ${when}`]),
    `begin\n${indented(withLastSemicolon(action.text))}\nend`,
  ].join('\n')
  return statement(sql, on.name, 'catalog')
}

function eventOf({ events, columns }: Trigger): string {
  return events.map((event) => (columns.length === 0 ? event : `${event} of ${quoteAll(columns)}`)).join('')
}

export function dropTrigger({ name, on }: Trigger): Statement {
  return statement(`drop trigger ${quote(name.name)}`, on.name, 'catalog')
}
