import type { Diagnostic } from '../model/diagnostic.ts'

/** Why there is no plan: everything the user has to decide or correct, all at once. */
export interface Refusal {
  readonly kind: 'refused'
  /** `invalid_spec`: the specs are wrong. `undecided`: they are right, but a decision or the data stands in the way. */
  readonly because: 'invalid_spec' | 'undecided'
  readonly diagnostics: readonly Diagnostic[]
}

export function refusal(because: Refusal['because'], diagnostics: readonly Diagnostic[]): Refusal {
  return { kind: 'refused', because, diagnostics }
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error')
}
