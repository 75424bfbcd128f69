import type { RejectedExpression } from '../../dialect.ts'
import type { Table } from '../../../model/table.ts'
import { spell } from '../ddl/spelling.ts'

/** One expression of a table, and the member it belongs to. */
export interface Expression {
  readonly kind: RejectedExpression['kind']
  readonly member: string
  readonly text: string
}

export function expressionsOf(table: Table): Expression[] {
  return [
    ...table.columns.flatMap(({ name, default: value, generated }) => [
      ...(value === null ? [] : [{ kind: 'column' as const, member: name, text: value }]),
      ...(generated === null ? [] : [{ kind: 'column' as const, member: name, text: generated.expression }]),
    ]),
    ...table.checks.map(({ name, expression }) => ({ kind: 'constraint' as const, member: name, text: expression })),
    ...table.indexes.flatMap(({ name, keys, where }) => [
      ...keys.flatMap(({ on }) =>
        'expression' in on ? [{ kind: 'index' as const, member: name, text: on.expression }] : [],
      ),
      ...(where === null ? [] : [{ kind: 'index' as const, member: name, text: where }]),
    ]),
  ]
}

/** The table with every expression replaced. */
export function mapExpressions(table: Table, map: (text: string) => string): Table {
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      default: column.default === null ? null : map(column.default),
      generated:
        column.generated === null ? null : { ...column.generated, expression: map(column.generated.expression) },
    })),
    checks: table.checks.map((check) => ({ ...check, expression: map(check.expression) })),
    indexes: table.indexes.map((index) => ({
      ...index,
      where: index.where === null ? null : map(index.where),
      keys: index.keys.map((key) =>
        'expression' in key.on ? { ...key, on: { expression: map(key.on.expression) } } : key,
      ),
    })),
  }
}

export function spellTable(table: Table): Table {
  return mapExpressions(table, spell)
}
