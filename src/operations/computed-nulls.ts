import type { Column } from '../model/column.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import { tableOf } from '../model/schema.ts'
import type { Query } from '../model/statement.ts'
import { isNewTable, type StepContext } from './operation.ts'

/** A required column that is computed is proven as it is added, under the lock: rows that fail it are asked for before. */
export function computedNulls(name: ObjectName, column: Column, context: StepContext): Query[] {
  const { generated, nullable } = column
  const table = tableOf(context.state, name)
  if (generated === null || nullable || table === undefined || isNewTable(context, name)) return []
  const rule = { name: column.name, expression: `(${generated.expression}) is not null`, validated: true }
  return [
    {
      ...context.words.questions.violators(table, rule),
      failure: `${displayName(name)}.${column.name} is required, but is computed as NULL for rows that exist`,
      help: 'Let the column be null, or correct what it is computed from.',
    },
  ]
}
