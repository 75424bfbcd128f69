import type { Binding } from './binding.ts'
import type { Place } from './spec-file.ts'

/** NULLS NOT DISTINCT came with PostgreSQL 15. */
export function checkNullsNotDistinct(
  binding: Binding,
  written: boolean | undefined,
  place: Place,
  what: string,
): boolean {
  if (written !== true) return false
  if (binding.version < 15) {
    binding.error(
      place,
      'needs-newer-server',
      `${what}: PostgreSQL ${binding.version} has no NULLS NOT DISTINCT, 15 does`,
      'leave nulls_not_distinct out',
    )
  }
  return true
}
