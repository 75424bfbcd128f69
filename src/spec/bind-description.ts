import type { Binding } from './binding.ts'
import { below, type Place } from './spec-file.ts'

/** The comment of a constraint, where the engine keeps one. */
export function bindDescription(
  binding: Binding,
  comment: string | undefined,
  place: Place,
  subject: string,
): { readonly comment?: string } {
  if (comment === undefined) return {}
  if (binding.facts.comments) return { comment }
  binding.note(below(place, 'comment'), 'not-kept', 'SQLite keeps no comments', subject)
  return {}
}
