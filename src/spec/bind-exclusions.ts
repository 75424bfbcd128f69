import { compareText } from '../lib/compare.ts'
import type { Exclusion, ExclusionElement } from '../model/constraint.ts'
import { sourceKey } from '../model/desired.ts'
import { bindDescription } from './bind-description.ts'
import { bindKey } from './bind-indexes.ts'
import type { Binding, Declared } from './binding.ts'
import { bindIndexOptions } from './bind-options.ts'
import { checkColumns } from './column-references.ts'
import type { ExclusionSpec } from './content.ts'
import { engineText } from './engine-text.ts'
import { below, keyOf, type Place } from './spec-file.ts'

export function bindExclusions(binding: Binding, table: Declared): readonly Exclusion[] {
  return Object.entries(table.spec.exclusions ?? {})
    .flatMap(([name, spec]) => {
      const place = below(table.place, 'exclusions', name)
      binding.source(sourceKey('constraint', table.name, name), keyOf(place))
      const bound = bindExclusion(binding, table, name, spec, place)
      if (binding.dialect.name === 'postgres') return bound ?? []
      binding.note(keyOf(place), 'not-kept', 'SQLite has no exclusions', name)
      return []
    })
    .sort((a, b) => compareText(a.name, b.name))
}

/** Null when one of its elements says that there is none on this engine. */
function bindExclusion(
  binding: Binding,
  table: Declared,
  name: string,
  spec: ExclusionSpec,
  place: Place,
): Exclusion | null {
  const what = `exclusion ${name} of ${table.shown}`
  const elements = spec.elements.map((element, position): ExclusionElement | null => {
    const key = bindKey(binding, table, element, below(place, 'elements', String(position)), what)
    return key === null ? null : { ...key, operator: element.with.trim() }
  })
  if (spec.include !== undefined) checkColumns(binding, table, spec.include, below(place, 'include'), what)
  const where =
    spec.where === undefined ? null : engineText(binding, spec.where, below(place, 'where'), `${what}: where`)
  const method = spec.using?.toLowerCase() ?? 'gist'
  const deferrable = spec.deferrable ?? 'no'
  const described = binding.dialect.name === 'postgres' ? bindDescription(binding, spec.comment, place, name) : {}
  const options = bindIndexOptions(binding, spec.options, method, place, what)
  if (elements.includes(null)) return null
  return {
    name,
    method,
    elements: elements.filter((element) => element !== null),
    ...(spec.include === undefined ? {} : { include: spec.include }),
    ...options,
    where,
    deferrable,
    ...described,
  }
}
