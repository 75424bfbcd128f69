import type { Column } from '../model/column.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import type { Domain } from '../model/objects/domain.ts'
import { displayRef } from '../model/object-ref.ts'
import type { Query } from '../model/statement.ts'
import type { StepContext } from './operation.ts'

/**
 * Rows that a new column of a domain without NULL would have no value for: they are checked as it is added, which no
 * backfill comes before.
 */
export function requiredByType(table: ObjectName, column: Column, context: StepContext): Query[] {
  if (column.default !== null || column.generated !== null || column.identity !== null) return []
  const domain = requiring(column.type, context)
  if (domain === undefined) return []
  return [
    {
      ...context.words.questions.anyRow(table),
      failure: `${displayName(table)}.${column.name} is of ${displayRef(domain)}, which takes no NULL, but nothing says what the rows that exist hold as it is added`,
      help: `give ${column.name} a default in the spec of ${displayName(table)} (a backfill may change the values afterwards), or let the domain take no NULL only in a plan after this one`,
    },
  ]
}

/** The domain itself, or one that it is made of; a default goes with the domain it is given to. */
function requiring(type: string, context: StepContext): Domain | undefined {
  const { words, state } = context
  const domain = state.objects.find((one) => one.kind === 'domain' && words.qualify(one.name) === type)
  if (domain?.kind !== 'domain' || domain.default !== null) return undefined
  return domain.nullable ? requiring(domain.type, context) : domain
}
