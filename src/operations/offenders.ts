import type { Constraint, ForeignKey } from '../model/constraint.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import { tableOf } from '../model/schema.ts'
import type { Query } from '../model/statement.ts'
import { columnOf, type Table } from '../model/table.ts'
import { type StepContext } from './operation.ts'
import { requireTable } from './schema-edit.ts'

/** Rows that would break the constraint; none are in the way of one that asks nothing of the old ones. */
export function offenders(table: ObjectName, constraint: Constraint, context: StepContext): Query[] {
  const { questions, quote } = context.words
  const now = requireTable(context.state, table)
  switch (constraint.kind) {
    case 'check':
      return constraint.definition.validated ? [questions.violators(now, constraint.definition)] : []
    case 'foreign_key':
      return constraint.definition.validated ? orphans(now, constraint.definition, context) : []
    case 'exclusion':
      return [questions.exclusions(now, constraint.definition)]
    case 'unique':
    case 'primary_key':
      if (constraint.definition.withoutOverlaps === true) return [questions.overlaps(now, constraint.definition)]
      return [
        questions.duplicates(now, {
          name: constraint.definition.name,
          keys: constraint.definition.columns.map((column) => quote(column)),
          where: null,
          nullsNotDistinct: constraint.kind === 'unique' && constraint.definition.nullsNotDistinct,
        }),
      ]
  }
}

/** In a circle of references the other table may come later, with no row that could be referred to; or be gone already. */
function orphans(table: Table, key: ForeignKey, { words: { questions }, state, actual }: StepContext): Query[] {
  const parent = key.references.table
  if (tableOf(state, parent) !== undefined) return [questions.orphans(table, key)]
  if (tableOf(actual, parent) !== undefined) return []
  const columns = key.columns.map((name) => columnOf(table, name))
  const [column] = columns
  if (column === undefined || columns.length > 1) return []
  return [
    {
      ...questions.anyValue(table.name, column, []),
      failure: `${displayName(table.name)}.${column.name} holds values, and ${displayName(parent)}, which it refers to, is a new table without rows`,
      help: `Add the foreign key with a later change, once ${displayName(parent)} has the rows.`,
    },
  ]
}
