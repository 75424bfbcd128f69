import type { View } from '../../../model/objects/view.ts'
import type { Statement } from '../../../model/statement.ts'
import { qualify, quoteAll } from './quote.ts'
import { statement } from './statement.ts'

export function createView({ name, names, query }: View): Statement {
  const columns = names === null ? '' : ` (${quoteAll(names)})`
  return statement(`create view ${qualify(name)}${columns} as\n${query}`, name, 'catalog')
}

/** Takes the triggers on it along. */
export function dropView({ name }: View): Statement {
  return statement(`drop view ${qualify(name)}`, name, 'catalog')
}
