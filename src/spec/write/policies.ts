import { sameValue } from '../../lib/compare.ts'
import type { Policy } from '../../model/objects/policy.ts'
import type { Table } from '../../model/table.ts'
import type { PolicySpec } from '../access-content.ts'
import type { TableSpec } from '../content.ts'
import { attached } from './attached.ts'
import type { Writing } from './writing.ts'

export function rowSecurityOf({ name }: Table, { schema }: Writing): Partial<TableSpec> {
  const [found] = attached(schema, { kind: 'table', name }, 'row_security')
  if (found === undefined) return {}
  const { enabled, forced } = found
  return { row_security: !enabled ? { enabled, forced } : forced ? 'forced' : true }
}

export function policiesOf({ name }: Table, { schema }: Writing): Partial<TableSpec> {
  const found = attached(schema, { kind: 'table', name }, 'policy')
  if (found.length === 0) return {}
  return { policies: Object.fromEntries(found.map((policy) => [policy.name.name, policySpec(policy)])) }
}

function policySpec({ command, roles, restrictive, using, withCheck, comment }: Policy): PolicySpec {
  return {
    ...(command === 'all' ? {} : { for: command }),
    ...(sameValue(roles, ['public']) ? {} : { to: roles }),
    ...(restrictive ? { as: 'restrictive' } : {}),
    ...(using === null ? {} : { using: condition(using) }),
    ...(withCheck === null ? {} : { with_check: condition(withCheck) }),
    ...(comment === null ? {} : { comment }),
  }
}

function condition(sql: string): string | boolean {
  return sql === 'true' || sql === 'false' ? sql === 'true' : sql
}
