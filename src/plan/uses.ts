import type { Change } from '../model/change.ts'
import type { Exclusion, ForeignKey, PrimaryKey, Unique } from '../model/constraint.ts'
import { indexedColumns, type TableIndex, textsOf } from '../model/table-index.ts'

/** What a change reads of the table it is about: plain column names, and SQL whose columns nobody parses. */
export interface Uses {
  readonly columns: readonly string[]
  readonly expressions: readonly string[]
}

const nothing: Uses = { columns: [], expressions: [] }

/** The columns and expressions that have to be in their final shape before the change can be made. */
export function usesOf(change: Change): Uses {
  switch (change.kind) {
    case 'add_primary_key':
    case 'add_unique':
      return { columns: keyColumns(change.definition), expressions: [] }
    case 'replace_primary_key':
    case 'replace_unique':
      return { columns: keyColumns(change.after), expressions: [] }
    case 'add_exclusion':
      return exclusionUses(change.definition)
    case 'replace_exclusion':
      return exclusionUses(change.after)
    case 'add_foreign_key':
      return { columns: change.definition.columns, expressions: [] }
    case 'replace_foreign_key':
      return { columns: change.after.columns, expressions: [] }
    case 'add_check':
      return { columns: [], expressions: [change.definition.expression] }
    case 'replace_check':
      return { columns: [], expressions: [change.after.expression] }
    case 'validate_constraint':
      if (change.constraint.kind === 'exclusion') return exclusionUses(change.constraint.definition)
      return change.constraint.kind === 'check'
        ? { columns: [], expressions: [change.constraint.definition.expression] }
        : { columns: change.constraint.definition.columns, expressions: [] }
    case 'create_index':
      return indexUses(change.index)
    case 'replace_index':
      return indexUses(change.after)
    case 'add_column':
      return change.column.generated === null
        ? nothing
        : { columns: [], expressions: [change.column.generated.expression] }
    case 'change_generated':
      return change.after.generated === null
        ? nothing
        : { columns: [], expressions: [change.after.generated.expression] }
    case 'set_not_null':
    case 'change_default':
    case 'change_identity':
    case 'change_sequence':
    case 'change_type':
    case 'change_physical':
      return { columns: [change.after.name], expressions: [] }
    case 'own_sequence':
      return { columns: [change.column.name], expressions: [] }
    case 'run_backfill':
    case 'start_filling':
      return {
        columns: change.backfill.set.map(({ column }) => column),
        expressions: [change.backfill.where, ...change.backfill.set.map(({ expression }) => expression)],
      }
    case 'recreate_objects': {
      const parts = change.around.map(usesOf)
      return {
        columns: parts.flatMap(({ columns }) => columns),
        expressions: parts.flatMap(({ expressions }) => expressions),
      }
    }
    default:
      return nothing
  }
}

export function readsColumn({ columns, expressions }: Uses, column: string): boolean {
  return columns.includes(column) || expressions.some((expression) => expression.includes(column))
}

/** The key a foreign key change points to. */
export function foreignKeyOf(change: Change): ForeignKey | null {
  if (change.kind === 'add_foreign_key') return change.definition
  if (change.kind === 'replace_foreign_key') return change.after
  return null
}

function keyColumns({ columns, include = [] }: PrimaryKey | Unique): readonly string[] {
  return [...columns, ...include]
}

function exclusionUses({ elements, include = [], where }: Exclusion): Uses {
  return {
    columns: [...include, ...elements.flatMap(({ on }) => ('column' in on ? [on.column] : []))],
    expressions: textsOf({ keys: elements, where }),
  }
}

function indexUses(index: TableIndex): Uses {
  return {
    columns: [...index.include, ...indexedColumns(index)],
    expressions: textsOf(index),
  }
}
