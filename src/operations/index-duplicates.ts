import type { ObjectName } from '../model/name.ts'
import type { Query } from '../model/statement.ts'
import type { TableIndex } from '../model/table-index.ts'
import { isNewTable, type StepContext } from './operation.ts'
import { requireTable } from './schema-edit.ts'

/** The rows in the way of a unique index. */
export function indexDuplicates(table: ObjectName, index: TableIndex, context: StepContext): Query[] {
  if (!index.unique || isNewTable(context, table)) return []
  const { questions, quote } = context.words
  return [
    questions.duplicates(requireTable(context.state, table), {
      name: index.name,
      keys: index.keys.map(({ on }) => ('column' in on ? quote(on.column) : on.expression)),
      where: index.where,
      nullsNotDistinct: index.nullsNotDistinct,
    }),
  ]
}
