import type { CanonicalOutput, RejectedExpression } from '../dialects/dialect.ts'
import { type Desired, sourceKey } from '../model/desired.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { ObjectName } from '../model/name.ts'

/** What the engine rejected, at the line that says it. */
export function located({ rejected }: CanonicalOutput, desired: Desired): Diagnostic[] {
  return rejected.map(({ table, kind, member, diagnostic }) => ({
    ...diagnostic,
    position:
      desired.sources.get(placeOf(kind, table, member)) ?? desired.sources.get(sourceKey('table', table)) ?? null,
  }))
}

function placeOf(kind: RejectedExpression['kind'], table: ObjectName, member: string): string {
  if (kind === 'object') return `object\u0000${member}`
  return kind === 'partition' || kind === 'partition_key' ? sourceKey('table', table) : sourceKey(kind, table, member)
}
