import type { Check } from '../../model/constraint.ts'
import type { Table } from '../../model/table.ts'
import type { CheckSpec, TableSpec } from '../content.ts'
import { proofOf } from './proof.ts'
import { sqlValue } from './sql-value.ts'

export function checksOf({ checks }: Table): Partial<TableSpec> {
  if (checks.length === 0) return {}
  return { checks: Object.fromEntries(checks.map((check) => [check.name, checkSpec(check)])) }
}

/** The condition alone, when that says it all. */
function checkSpec(check: Check): ReturnType<typeof sqlValue> | CheckSpec {
  const expression = sqlValue(check.expression)
  const spec: CheckSpec = {
    expression,
    ...proofOf(check),
    ...(check.noInherit === true ? { no_inherit: true } : {}),
    ...(check.comment === undefined ? {} : { comment: check.comment }),
  }
  return Object.keys(spec).length === 1 ? expression : spec
}
