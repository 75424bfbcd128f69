import type { View } from '../../../model/objects/view.ts'
import type { ViewSpec } from '../../content.ts'

/** The query alone when it says it all. */
export function viewSpec({ query, comment, columnComments, options }: View): string | ViewSpec {
  const { check_option: checkOption } = options
  const spec: ViewSpec = {
    ...(comment === null ? {} : { comment }),
    query,
    ...(Object.keys(columnComments).length === 0 ? {} : { column_comments: columnComments }),
    ...flag(options, 'security_barrier'),
    ...flag(options, 'security_invoker'),
    ...(checkOption === 'local' || checkOption === 'cascaded' ? { check_option: checkOption } : {}),
  }
  return Object.keys(spec).length === 1 ? query : spec
}

function flag<K extends string>(options: View['options'], name: K): Partial<Record<K, boolean>> {
  const flags: Partial<Record<K, boolean>> = {}
  if (options[name] !== undefined) flags[name] = options[name] === 'true'
  return flags
}
