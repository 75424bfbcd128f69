import type { View } from '../../model/objects/view.ts'
import type { Binding } from '../binding.ts'
import type { ViewSpec } from '../content.ts'
import type { LoadedSpecs } from '../load.ts'
import { declareObjects } from './declare.ts'

export function bindViews(binding: Binding, specs: LoadedSpecs): View[] {
  return declareObjects(binding, specs, 'views', 'view', ({ views }) => views).map(({ name, spec }) => {
    const long: ViewSpec = typeof spec === 'object' ? spec : { query: spec }
    return {
      kind: 'view',
      name,
      on: null,
      comment: binding.facts.comments ? (long.comment ?? null) : null,
      columnComments: binding.facts.comments ? (long.column_comments ?? {}) : {},
      query: long.query.replace(/[\s;]+$/, ''),
      options: binding.facts.comments ? optionsOf(long) : {},
      columns: null,
    }
  })
}

/** As PostgreSQL keeps them in reloptions. */
function optionsOf({ security_barrier, security_invoker, check_option }: ViewSpec): Record<string, string> {
  return {
    ...(security_barrier === undefined ? {} : { security_barrier: String(security_barrier) }),
    ...(security_invoker === undefined ? {} : { security_invoker: String(security_invoker) }),
    ...(check_option === undefined ? {} : { check_option }),
  }
}
