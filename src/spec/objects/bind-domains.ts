import { compareText } from '../../lib/compare.ts'
import type { Domain, DomainCheck } from '../../model/objects/domain.ts'
import type { Binding } from '../binding.ts'
import { bindCollation } from '../bind-column.ts'
import type { DomainSpec } from '../content-types.ts'
import { checkIdentifier } from '../identifiers.ts'
import type { LoadedSpecs } from '../load.ts'
import { below, keyOf } from '../spec-file.ts'
import { declareObjects } from './declare.ts'
import { partType } from './part-type.ts'

export function bindDomains(binding: Binding, specs: LoadedSpecs): Domain[] {
  return declareObjects(binding, specs, 'domains', 'domain', ({ domains }) => domains).map(
    ({ name, shown, spec, place }) => {
      const long: DomainSpec = typeof spec === 'object' ? spec : { type: spec }
      const typePlace = typeof spec === 'string' ? place : below(place, 'type')
      const checks = Object.entries(long.checks ?? {}).map(([check, written]): DomainCheck => {
        checkIdentifier(binding, check, keyOf(below(place, 'checks', check)), `check ${check} of ${shown}`)
        const {
          expression,
          validated = true,
          comment = null,
        } = typeof written === 'object' ? written : { expression: written }
        return { name: check, expression: String(expression).trim(), validated, comment }
      })
      return {
        kind: 'domain',
        name,
        on: null,
        comment: long.comment ?? null,
        type: partType(binding, long.type, typePlace, shown),
        collation: bindCollation(binding, long.collation, below(place, 'collation'), shown),
        default: long.default === undefined ? null : String(long.default).trim(),
        nullable: long.not_null !== true,
        checks: checks.sort((a, b) => compareText(a.name, b.name)),
      }
    },
  )
}
