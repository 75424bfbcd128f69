import type { Constraint } from './constraint.ts'
import { mentions } from './mentions.ts'

/** True when the constraint has to do with the column: names it, or speaks of it in an expression. */
export function usesColumn(constraint: Constraint, column: string): boolean {
  switch (constraint.kind) {
    case 'primary_key':
    case 'unique':
      return [...constraint.definition.columns, ...(constraint.definition.include ?? [])].includes(column)
    case 'check':
      return mentions(constraint.definition.expression, column)
    case 'foreign_key':
      return constraint.definition.columns.includes(column)
    case 'exclusion': {
      const { elements, include = [], where } = constraint.definition
      return (
        include.includes(column) ||
        elements.some(({ on }) => ('column' in on ? on.column === column : mentions(on.expression, column))) ||
        (where !== null && mentions(where, column))
      )
    }
  }
}
