import type { MaterializedView } from '../../../model/objects/materialized-view.ts'
import type { MaterializedViewSpec } from '../../content.ts'
import { indexesOf } from '../indexes.ts'
import type { Writing } from '../writing.ts'

/** The query alone when it says it all. */
export function materializedViewSpec(view: MaterializedView, writing: Writing): string | MaterializedViewSpec {
  const { comment, query, columnComments, options } = view
  const spec: MaterializedViewSpec = {
    ...(comment === null ? {} : { comment }),
    query,
    ...(Object.keys(columnComments).length === 0 ? {} : { column_comments: columnComments }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
    ...indexesOf(view, writing),
  }
  return Object.keys(spec).length === 1 ? query : spec
}
