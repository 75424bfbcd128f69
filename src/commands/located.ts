import type { CanonicalOutput } from '../dialects/dialect.ts'
import { type Desired, sourceKey } from '../model/desired.ts'
import type { Diagnostic } from '../model/diagnostic.ts'

/** What the engine rejected, at the line that says it. */
export function located({ rejected }: CanonicalOutput, desired: Desired): Diagnostic[] {
  return rejected.map(({ table, kind, member, diagnostic }) => ({
    ...diagnostic,
    position:
      desired.sources.get(kind === 'object' ? `object\u0000${member}` : sourceKey(kind, table, member)) ??
      desired.sources.get(sourceKey('table', table)) ??
      null,
  }))
}
