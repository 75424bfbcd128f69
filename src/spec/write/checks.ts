import type { Table } from '../../model/table.ts'
import type { TableSpec } from '../content.ts'
import { sqlValue } from './sql-value.ts'

export function checksOf({ checks }: Table): Partial<TableSpec> {
  if (checks.length === 0) return {}
  return { checks: Object.fromEntries(checks.map(({ name, expression }) => [name, sqlValue(expression)])) }
}
