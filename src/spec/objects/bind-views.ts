import type { View } from '../../model/objects/view.ts'
import type { Binding } from '../binding.ts'
import type { ViewSpec } from '../content.ts'
import { engineText } from '../engine-text.ts'
import type { LoadedSpecs } from '../load.ts'
import { below, type Place } from '../spec-file.ts'
import { declareObjects } from './declare.ts'

/** A view whose query is null for this engine is none there. */
export function bindViews(binding: Binding, specs: LoadedSpecs): View[] {
  const declared = declareObjects(binding, specs, 'views', 'view', ({ views }) => views)
  return declared.flatMap(({ name, shown, spec, place }) => {
    const isLong = typeof spec === 'object' && 'query' in spec
    const long: ViewSpec = isLong ? spec : { query: spec }
    const query = engineText(binding, long.query, isLong ? below(place, 'query') : place, `the query of ${shown}`)
    if (query === null) return []
    noteLost(binding, long, place, shown)
    const { comments } = binding.facts
    return [
      {
        kind: 'view',
        name,
        on: null,
        comment: comments ? (long.comment ?? null) : null,
        columnComments: comments ? (long.column_comments ?? {}) : {},
        columnDefaults: binding.dialect.name === 'postgres' ? defaultsOf(long) : {},
        ...namedColumns(binding, long, query.replace(/[\s;]+$/, '')),
        options: binding.dialect.name === 'postgres' ? optionsOf(long) : {},
        columns: null,
      },
    ]
  })
}

function defaultsOf({ column_defaults: defaults = {} }: ViewSpec): Record<string, string> {
  return Object.fromEntries(Object.entries(defaults).map(([column, value]) => [column, String(value).trim()]))
}

/** PostgreSQL writes names into the query; SQLite keeps them beside it. */
function namedColumns({ dialect }: Binding, { columns }: ViewSpec, query: string): Pick<View, 'names' | 'query'> {
  if (columns === undefined || dialect.name === 'sqlite') return { names: columns ?? null, query }
  const names = columns.map((name) => dialect.words.quote(name)).join(', ')
  return { names: null, query: `select * from (\n${query}\n) as named (${names})` }
}

/** As PostgreSQL keeps them in reloptions. */
function optionsOf({ security_barrier, security_invoker, check_option }: ViewSpec): Record<string, string> {
  return {
    ...(security_barrier === undefined ? {} : { security_barrier: String(security_barrier) }),
    ...(security_invoker === undefined ? {} : { security_invoker: String(security_invoker) }),
    ...(check_option === undefined ? {} : { check_option }),
  }
}

function noteLost(binding: Binding, spec: ViewSpec, place: Place, shown: string): void {
  if (binding.dialect.name === 'postgres') return
  if (spec.comment !== undefined) binding.note(below(place, 'comment'), 'not-kept', 'SQLite keeps no comments', shown)
  if (spec.column_comments !== undefined) {
    binding.note(below(place, 'column_comments'), 'not-kept', 'SQLite keeps no comments', shown)
  }
  if (spec.column_defaults !== undefined) {
    const reason = 'SQLite views have no defaults of their own'
    binding.note(below(place, 'column_defaults'), 'not-kept', reason, shown)
  }
  for (const option of Object.keys(optionsOf(spec))) {
    binding.note(below(place, option), 'not-kept', 'SQLite views have no options', `${shown} (${option})`)
  }
}
