import type { Domain, DomainCheck } from '../../../model/objects/domain.ts'
import type { DomainCheckSpec, DomainSpec } from '../../content-types.ts'
import { sqlValue } from '../sql-value.ts'
import { writtenType } from '../written-type.ts'
import type { Writing } from '../writing.ts'

/** The type alone when it says it all. */
export function domainSpec(domain: Domain, writing: Writing): string | DomainSpec {
  const { comment, collation, default: value, nullable, checks } = domain
  const type = writtenType(domain.type, writing)
  const spec: DomainSpec = {
    ...(comment === null ? {} : { comment }),
    type,
    ...(nullable ? {} : { not_null: true }),
    ...(value === null ? {} : { default: sqlValue(value) }),
    ...(checks.length === 0
      ? {}
      : { checks: Object.fromEntries(checks.map((check) => [check.name, checkSpec(check)])) }),
    ...(collation === null ? {} : { collation }),
  }
  return Object.keys(spec).length === 1 ? type : spec
}

function checkSpec({ expression, validated, comment }: DomainCheck): DomainCheckSpec {
  const condition = sqlValue(expression)
  if (validated && comment === null) return condition
  return {
    ...(comment === null ? {} : { comment }),
    expression: condition,
    ...(validated ? {} : { validated: false }),
  }
}
