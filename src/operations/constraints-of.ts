import type { Constraint } from '../model/constraint.ts'
import type { Table } from '../model/table.ts'

/** Every constraint of a table; foreign keys come last, so that keys they may point to stand before them. */
export function constraintsOf(table: Table): Constraint[] {
  return [
    ...(table.primaryKey === null ? [] : [{ kind: 'primary_key' as const, definition: table.primaryKey }]),
    ...table.uniques.map((definition) => ({ kind: 'unique' as const, definition })),
    ...table.checks.map((definition) => ({ kind: 'check' as const, definition })),
    ...table.foreignKeys.map((definition) => ({ kind: 'foreign_key' as const, definition })),
  ]
}

/** Columns that a constraint names; those of a check are within its expression. */
export function columnsOf(constraint: Exclude<Constraint, { readonly kind: 'check' }>): readonly string[] {
  switch (constraint.kind) {
    case 'primary_key':
    case 'unique':
      return [...constraint.definition.columns, ...(constraint.definition.include ?? [])]
    case 'foreign_key':
      return constraint.definition.columns
  }
}
