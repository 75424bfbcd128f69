import type { Constraint } from '../model/constraint.ts'
import type { Table } from '../model/table.ts'

/** Every constraint of a table; foreign keys come last, so that keys they may point to stand before them. */
export function constraintsOf(table: Table): Constraint[] {
  return [
    ...(table.primaryKey === null ? [] : [{ kind: 'primary_key' as const, definition: table.primaryKey }]),
    ...table.uniques.map((definition) => ({ kind: 'unique' as const, definition })),
    ...table.checks.map((definition) => ({ kind: 'check' as const, definition })),
    ...table.exclusions.map((definition) => ({ kind: 'exclusion' as const, definition })),
    ...table.foreignKeys.map((definition) => ({ kind: 'foreign_key' as const, definition })),
  ]
}

/** The kind of a constraint in words. */
export function kindText({ kind }: Constraint): string {
  return kind.replaceAll('_', ' ')
}

/** The same for new rows alone. */
export function unproven<C extends Constraint>(constraint: C): C {
  return { ...constraint, definition: { ...constraint.definition, validated: false } }
}
