import { withInner } from '../model/changes-of.ts'
import { nameKey, type ObjectName } from '../model/name.ts'
import { tableOf } from '../model/schema.ts'
import type { StepContext } from './operation.ts'

/**
 * What is a table of the plan's whenever that is asked: while it is made, those that it puts aside are there, and those that
 * it renames go by their old names.
 */
export function tablesAtAnyTime({ state, actual, changes }: StepContext): readonly ObjectName[] {
  const gone = actual.tables.filter(({ name }) => tableOf(state, name) === undefined)
  const before = withInner(changes).flatMap((change) => (change.kind === 'rename_table' ? [change.from] : []))
  const names = [...[...state.tables, ...gone].map(({ name }) => name), ...before]
  return [...new Map(names.map((name) => [nameKey(name), name])).values()]
}
