import type { Exclusion } from '../../model/constraint.ts'
import type { Table } from '../../model/table.ts'
import type { ExclusionSpec, TableSpec } from '../content.ts'
import { keySpec } from './indexes.ts'
import { optionsOf } from './options.ts'
import { sqlValue } from './sql-value.ts'
import type { Writing } from './writing.ts'

export function exclusionsOf({ exclusions }: Table, writing: Writing): Partial<TableSpec> {
  if (exclusions.length === 0) return {}
  return { exclusions: Object.fromEntries(exclusions.map((one) => [one.name, exclusionSpec(one, writing)])) }
}

function exclusionSpec(
  { method, elements, include, options, where, deferrable, comment }: Exclusion,
  writing: Writing,
): ExclusionSpec {
  return {
    ...(method === 'gist' ? {} : { using: method }),
    elements: elements.map(({ operator, ...key }) => {
      const spec = keySpec(key, writing)
      return { ...(typeof spec === 'string' ? { column: spec } : spec), with: operator }
    }),
    ...(include === undefined ? {} : { include }),
    ...optionsOf(options),
    ...(where === null ? {} : { where: sqlValue(where) }),
    ...(deferrable === 'no' ? {} : { deferrable }),
    ...(comment === undefined ? {} : { comment }),
  }
}
