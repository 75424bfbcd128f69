import { objectSource } from '../../model/desired.ts'
import type { RowSecurity } from '../../model/objects/row-security.ts'
import type { Binding } from '../binding.ts'
import { below, keyOf } from '../spec-file.ts'
import { isKept } from './on-tables.ts'

export function bindRowSecurity(binding: Binding): RowSecurity[] {
  return [...binding.tables.values()].flatMap(({ name, shown, spec, place: of }): RowSecurity[] => {
    const written = spec.row_security ?? false
    const enabled = typeof written === 'object' ? written.enabled !== false : written !== false
    const forced = typeof written === 'object' ? written.forced === true : written === 'forced'
    if (!enabled && !forced) return []
    const place = keyOf(below(of, 'row_security'))
    if (!isKept(binding, 'row_security', place, shown)) return []
    const on = { kind: 'table', name } as const
    binding.source(objectSource({ kind: 'row_security', name, on }), place)
    return [{ kind: 'row_security', name, on, comment: null, enabled, forced }]
  })
}
