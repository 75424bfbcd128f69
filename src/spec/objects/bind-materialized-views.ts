import type { MaterializedView } from '../../model/objects/materialized-view.ts'
import { bindIndexes } from '../bind-indexes.ts'
import { alone, type Binding } from '../binding.ts'
import type { MaterializedViewSpec } from '../content.ts'
import type { LoadedSpecs } from '../load.ts'
import { declareObjects } from './declare.ts'

export function bindMaterializedViews(binding: Binding, specs: LoadedSpecs): MaterializedView[] {
  const declared = declareObjects(
    binding,
    specs,
    'materialized_views',
    'materialized_view',
    ({ materialized_views: views }) => views,
  )
  return declared.map(({ name, shown, spec, place }) => {
    const long: MaterializedViewSpec = typeof spec === 'object' ? spec : { query: spec }
    return {
      kind: 'materialized_view',
      name,
      on: null,
      comment: long.comment ?? null,
      columnComments: long.column_comments ?? {},
      query: long.query.replace(/[\s;]+$/, ''),
      options: Object.fromEntries(Object.entries(long.options ?? {}).map(([key, value]) => [key, String(value)])),
      // Only the server knows its columns: it says so when an index names one that is not there.
      indexes: bindIndexes(binding, {
        name,
        shown,
        place,
        damaged: true,
        ...alone,
        spec: { columns: {}, ...(long.indexes === undefined ? {} : { indexes: long.indexes }) },
      }),
      columns: null,
    }
  })
}
