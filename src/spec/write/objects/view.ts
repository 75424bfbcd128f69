import type { View } from '../../../model/objects/view.ts'
import type { ViewSpec } from '../../content.ts'
import { sqlValue } from '../sql-value.ts'
import type { Writing } from '../writing.ts'
import { triggersOf } from './trigger.ts'

/** The query alone when it says it all. */
export function viewSpec(view: View, writing: Writing): string | ViewSpec {
  const { query, names, comment, columnComments, columnDefaults, options } = view
  const defaults = Object.entries(columnDefaults).map(([column, value]) => [column, sqlValue(value)])
  const { check_option: checkOption } = options
  const spec: ViewSpec = {
    ...(comment === null ? {} : { comment }),
    ...(names === null ? {} : { columns: names }),
    query,
    ...(Object.keys(columnComments).length === 0 ? {} : { column_comments: columnComments }),
    ...(defaults.length === 0 ? {} : { column_defaults: Object.fromEntries(defaults) }),
    ...flag(options, 'security_barrier'),
    ...flag(options, 'security_invoker'),
    ...(checkOption === 'local' || checkOption === 'cascaded' ? { check_option: checkOption } : {}),
    ...triggersOf(view, writing),
  }
  return Object.keys(spec).length === 1 ? query : spec
}

function flag<K extends string>(options: View['options'], name: K): Partial<Record<K, boolean>> {
  const flags: Partial<Record<K, boolean>> = {}
  if (options[name] !== undefined) flags[name] = options[name] === 'true'
  return flags
}
