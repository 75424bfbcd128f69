import type { Change } from '../model/change.ts'
import type { Query } from '../model/statement.ts'
import { offenders } from './offenders.ts'
import { indexDuplicates } from './index-duplicates.ts'
import { mentions } from '../model/mentions.ts'
import type { StepContext } from './operation.ts'
import { overwritten } from './overwritten-columns.ts'
import { requireTable } from './schema-edit.ts'

/** What is asked of the rows beforehand. About columns that only the rebuild computes it is the rebuild that finds out. */
export function dataQuestions(changes: readonly Change[], context: StepContext): Query[] {
  const { questions } = context.words
  const unknown = changes.flatMap((change) => {
    if (change.kind === 'add_column') return [change.column.name]
    return change.kind === 'change_generated' ? [change.after.name] : []
  })
  const known = changes.filter((change) => !unknown.some((column) => speaksOf(change, column)))
  return known.flatMap((change) => {
    switch (change.kind) {
      case 'set_not_null':
        return [questions.nulls(requireTable(context.state, change.table), change.before.name)]
      case 'change_type':
        return [questions.lostByConversion(requireTable(context.state, change.table), change.before, change.after)]
      case 'add_check':
        return offenders(change.table, { kind: 'check', definition: change.definition }, context)
      case 'add_foreign_key':
        return offenders(change.table, { kind: 'foreign_key', definition: change.definition }, context)
      case 'add_unique':
        return offenders(change.table, { kind: 'unique', definition: change.definition }, context)
      case 'add_primary_key':
        return offenders(change.table, { kind: 'primary_key', definition: change.definition }, context)
      case 'replace_check':
        return offenders(change.table, { kind: 'check', definition: change.after }, context)
      case 'replace_foreign_key':
        return offenders(change.table, { kind: 'foreign_key', definition: change.after }, context)
      case 'replace_unique':
        return offenders(change.table, { kind: 'unique', definition: change.after }, context)
      case 'replace_primary_key':
        return offenders(change.table, { kind: 'primary_key', definition: change.after }, context)
      case 'replace_index':
        return indexDuplicates(change.table, change.after, context)
      default:
        return []
    }
  })
}

function speaksOf(change: Change, column: string): boolean {
  switch (change.kind) {
    case 'set_not_null':
      return change.after.name === column
    case 'add_check':
      return mentions(change.definition.expression, column)
    case 'replace_check':
      return mentions(change.after.expression, column)
    case 'add_foreign_key':
    case 'add_unique':
    case 'add_primary_key':
      return change.definition.columns.includes(column)
    case 'replace_foreign_key':
    case 'replace_unique':
    case 'replace_primary_key':
      return change.after.columns.includes(column)
    case 'replace_index':
      return mentions(JSON.stringify(change.after), column)
    default:
      return false
  }
}

/**
 * The questions of the way back: what was loosened must still hold, what was converted must convert back. About columns
 * that only the way back computes it is the way back that finds out.
 */
export function reverseQuestions(changes: readonly Change[], context: StepContext): Query[] {
  const { questions } = context.words
  const gone = changes.flatMap((change) => (change.kind === 'drop_column' ? [change.column.name] : []))
  const known = changes.filter((change) => !gone.some((column) => mentions(JSON.stringify(change), column)))
  return known.flatMap((change) => {
    switch (change.kind) {
      case 'drop_not_null':
        return [questions.nulls(requireTable(context.state, change.table), change.before.name)]
      case 'change_generated': {
        const [kept] = overwritten([change], context)
        if (kept === undefined || kept.column.nullable) return []
        return [questions.nulls(requireTable(context.state, change.table), kept.kept.name)]
      }
      case 'change_type':
        return [questions.lostByConversion(requireTable(context.state, change.table), change.after, change.before)]
      case 'replace_check':
        return offenders(change.table, { kind: 'check', definition: change.before }, context)
      case 'replace_foreign_key':
        return offenders(change.table, { kind: 'foreign_key', definition: change.before }, context)
      case 'replace_unique':
        return offenders(change.table, { kind: 'unique', definition: change.before }, context)
      case 'replace_primary_key':
        return offenders(change.table, { kind: 'primary_key', definition: change.before }, context)
      case 'replace_index':
        return indexDuplicates(change.table, change.before, context)
      case 'drop_index':
        return indexDuplicates(change.table, change.index, context)
      case 'drop_check':
      case 'drop_foreign_key':
      case 'drop_unique':
      case 'drop_primary_key':
        return offenders(change.table, asConstraint(change), context)
      default:
        return []
    }
  })
}

type Dropped = Extract<
  Change,
  { readonly kind: 'drop_check' | 'drop_foreign_key' | 'drop_unique' | 'drop_primary_key' }
>

function asConstraint(change: Dropped): Parameters<typeof offenders>[1] {
  switch (change.kind) {
    case 'drop_check':
      return { kind: 'check', definition: change.definition }
    case 'drop_foreign_key':
      return { kind: 'foreign_key', definition: change.definition }
    case 'drop_unique':
      return { kind: 'unique', definition: change.definition }
    case 'drop_primary_key':
      return { kind: 'primary_key', definition: change.definition }
  }
}
