import type { Diagnostic } from '../model/diagnostic.ts'
import { loadDesired, type Workplace } from './workplace.ts'

export interface ValidateResult {
  readonly diagnostics: readonly Diagnostic[]
  readonly tables: number
  /** The text of a spec file, for code frames. */
  readonly textOf: (file: string) => string | null
}

/** Checks the specs without a database; what the engine would not enforce comes as `info`. */
export async function validate(place: Workplace): Promise<ValidateResult> {
  const { specs, desired, diagnostics } = await loadDesired(place, null)
  return {
    diagnostics,
    tables: desired.schema.tables.length,
    textOf: (file) => specs.files.find(({ name }) => name === file)?.text ?? null,
  }
}
