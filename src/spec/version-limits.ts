import type { Binding } from './binding.ts'
import type { Place } from './spec-file.ts'

/** Reports what a key asks of a PostgreSQL older than the one that brought it. */
export function needs(binding: Binding, major: number, place: Place, what: string, feature: string): void {
  if (binding.version >= major) return
  binding.error(
    place,
    'needs-newer-server',
    `${what}: PostgreSQL ${binding.version} has no ${feature}, ${major} does`,
    `leave ${String(place.path.at(-1))} out`,
  )
}

/** NULLS NOT DISTINCT came with PostgreSQL 15. */
export function nullsNotDistinct(binding: Binding, written: boolean | undefined, place: Place, what: string): boolean {
  if (written !== true) return false
  needs(binding, 15, place, what, 'NULLS NOT DISTINCT')
  return true
}
