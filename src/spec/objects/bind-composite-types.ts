import type { Attribute, CompositeType } from '../../model/objects/composite-type.ts'
import type { Binding } from '../binding.ts'
import { bindCollation } from '../bind-column.ts'
import type { AttributeSpec } from '../content-types.ts'
import { checkIdentifier } from '../identifiers.ts'
import type { LoadedSpecs } from '../load.ts'
import { below, keyOf, type Place } from '../spec-file.ts'
import { declareObjects } from './declare.ts'
import { partType } from './part-type.ts'

export function bindCompositeTypes(binding: Binding, specs: LoadedSpecs): CompositeType[] {
  const declared = declareObjects(binding, specs, 'composite_types', 'composite_type', (file) => file.composite_types)
  return declared.map(({ name, shown, spec, place }) => ({
    kind: 'composite_type',
    name,
    on: null,
    comment: spec.comment ?? null,
    attributes: Object.entries(spec.attributes).map(([attribute, written]) =>
      bindAttribute(binding, attribute, written, below(place, 'attributes', attribute), shown),
    ),
  }))
}

function bindAttribute(
  binding: Binding,
  name: string,
  written: string | AttributeSpec,
  place: Place,
  of: string,
): Attribute {
  const spec: AttributeSpec = typeof written === 'string' ? { type: written } : written
  const shown = `attribute ${name} of ${of}`
  checkIdentifier(binding, name, keyOf(place), shown)
  const { renamed_from: formerly } = spec
  if (formerly === name) {
    const help = 'write the old name, or leave renamed_from out'
    binding.error(
      below(place, 'renamed_from'),
      'rename-to-itself',
      `${shown} says that it was renamed from its own name`,
      help,
    )
  }
  return {
    name,
    type: partType(binding, spec.type, typeof written === 'string' ? place : below(place, 'type'), shown),
    collation: bindCollation(binding, spec.collation, below(place, 'collation'), shown),
    comment: spec.comment ?? null,
    ...(formerly === undefined ? {} : { formerly }),
  }
}
