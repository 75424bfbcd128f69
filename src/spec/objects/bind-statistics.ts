import type { ExtendedStatistics, StatisticsKind } from '../../model/objects/extended-statistics.ts'
import type { Binding } from '../binding.ts'
import { checkColumns } from '../column-references.ts'
import { below } from '../spec-file.ts'
import type { StatisticsSpec } from '../content.ts'
import { membersOfTables } from './on-tables.ts'

const allKinds: readonly StatisticsKind[] = ['dependencies', 'mcv', 'ndistinct']

export function bindStatistics(binding: Binding): ExtendedStatistics[] {
  return membersOfTables(binding, 'statistics', 'statistics', ({ statistics }) => statistics).map(
    ({ ref, shown, spec, place, table }) => {
      const long: StatisticsSpec = 'length' in spec ? { columns: spec } : spec
      const columns = long.columns ?? []
      checkColumns(binding, table, columns, 'length' in spec ? place : below(place, 'columns'), shown)
      const expressions = (long.expressions ?? []).map((text) => text.trim())
      const parts = columns.length + expressions.length
      if (parts === 0 || (parts === 1 && columns.length === 1)) {
        binding.error(
          place,
          'too-few-columns',
          `${shown}: one column alone has statistics already`,
          'name another column, or an expression',
        )
      } else if (parts === 1 && long.kinds !== undefined) {
        binding.error(
          below(place, 'kinds'),
          'kinds-of-one',
          `${shown}: a single expression has the statistics of a column`,
          'leave kinds out',
        )
      }
      return {
        kind: 'statistics',
        name: ref.name,
        on: ref.on,
        comment: long.comment ?? null,
        columns: [...columns].sort(),
        expressions,
        kinds: parts === 1 ? [] : [...(long.kinds ?? allKinds)].sort(),
        target: long.target ?? null,
      }
    },
  )
}
