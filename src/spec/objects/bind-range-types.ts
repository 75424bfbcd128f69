import { defaultMultirange, type RangeType } from '../../model/objects/range-type.ts'
import type { Binding } from '../binding.ts'
import { bindCollation } from '../bind-column.ts'
import type { RangeTypeSpec } from '../content-types.ts'
import { checkIdentifier } from '../identifiers.ts'
import type { LoadedSpecs } from '../load.ts'
import { below } from '../spec-file.ts'
import { declareObjects } from './declare.ts'
import { partType } from './part-type.ts'

export function bindRangeTypes(binding: Binding, specs: LoadedSpecs): RangeType[] {
  return declareObjects(binding, specs, 'range_types', 'range_type', (file) => file.range_types).map(
    ({ name, shown, spec, place }) => {
      const long: RangeTypeSpec = typeof spec === 'object' ? spec : { subtype: spec }
      const multirange = long.multirange_type_name ?? defaultMultirange(name.name)
      checkIdentifier(binding, multirange, below(place, 'multirange_type_name'), `the multirange of ${shown}`)
      return {
        kind: 'range_type',
        name,
        on: null,
        comment: long.comment ?? null,
        subtype: partType(binding, long.subtype, typeof spec === 'string' ? place : below(place, 'subtype'), shown),
        opclass: long.subtype_opclass ?? null,
        collation: bindCollation(binding, long.collation, below(place, 'collation'), shown),
        canonical: long.canonical ?? null,
        subtypeDiff: long.subtype_diff ?? null,
        multirange,
      }
    },
  )
}
