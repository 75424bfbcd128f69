import { bindType } from '../bind-type.ts'
import type { Binding } from '../binding.ts'
import type { Place } from '../spec-file.ts'

/** A type that another type is made of. */
export function partType(binding: Binding, written: string, place: Place, of: string): string {
  return bindType(binding, written.trim(), place, of, { strict: false, verbatim: false, what: of }).type
}
