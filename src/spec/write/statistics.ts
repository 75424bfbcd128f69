import type { ExtendedStatistics } from '../../model/objects/extended-statistics.ts'
import type { Table } from '../../model/table.ts'
import type { StatisticsSpec, TableSpec } from '../content.ts'
import type { AccessSpec } from '../access-content.ts'
import { accessOf } from './access.ts'
import { attached } from './attached.ts'
import { writtenName } from './names.ts'
import type { Writing } from './writing.ts'

export function statisticsOf({ name }: Table, { schema, facts }: Writing): Partial<TableSpec> {
  const found = attached(schema, { kind: 'table', name }, 'statistics')
  if (found.length === 0) return {}
  return {
    statistics: Object.fromEntries(
      found.map((one) => [writtenName(one.name, name.schema), statisticsSpec(one, accessOf({ schema, facts }, one))]),
    ),
  }
}

/** `[a, b]` when the columns say it all. */
function statisticsSpec(one: ExtendedStatistics, access: AccessSpec): StatisticsSpec | readonly string[] {
  const { columns, expressions, kinds, target, comment } = one
  const spec: StatisticsSpec = {
    ...(columns.length === 0 ? {} : { columns }),
    ...(expressions.length === 0 ? {} : { expressions }),
    ...(kinds.length === 0 || kinds.length === 3 ? {} : { kinds }),
    ...(target === null ? {} : { target }),
    ...(comment === null ? {} : { comment }),
    ...access,
  }
  return Object.keys(spec).length === 1 && columns.length > 0 ? columns : spec
}
