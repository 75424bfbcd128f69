import type { Change } from '../model/change.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { displayName, sameName } from '../model/name.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import type { Plan } from '../model/plan.ts'
import type { Schema } from '../model/schema.ts'

/** A rebuild writes a table anew from what the model knows of it: what the model does not know would be lost. */
export function unmodeledInTheWay({ steps, unmodeled }: Plan): Diagnostic[] {
  const rebuilt = steps.filter(({ change }) => change === 'rebuild_table')
  return unmodeled
    .filter(
      ({ sql, table }) => sql === null && table !== null && rebuilt.some(({ subject }) => sameName(subject, table)),
    )
    .map(({ kind, name, table }) => ({
      id: 'unmodeled-in-the-way',
      severity: 'error',
      message: `${table === null ? '' : displayName(table)} has to be rebuilt, which would lose its ${kind} ${displayName(name)}: Reconcile does not model it`,
      help: 'take it off by hand first and put it back afterwards, or make this change by hand',
      position: null,
      sqlState: null,
    }))
}

/** A table that goes must not be one that a table nobody manages points to: neither may be touched for the other. */
export function referencedByOthers(
  changes: readonly Change[],
  found: Schema,
  unmanaged: readonly ObjectRef[],
): Diagnostic[] {
  return changes.flatMap((change) => {
    if (change.kind !== 'drop_table') return []
    const { name } = change.table
    const others = found.tables.filter(
      (table) =>
        unmanaged.some((other) => other.kind === 'table' && sameName(other.name, table.name)) &&
        table.foreignKeys.some(({ references }) => sameName(references.table, name)),
    )
    return others.map((table) => ({
      id: 'referenced-by-unmanaged',
      severity: 'error' as const,
      message: `table ${displayName(name)} is no longer in the specs, but ${displayName(table.name)}, which Reconcile does not manage, has a foreign key to it`,
      help: `keep ${displayName(name)} in the specs, declare ${displayName(table.name)} too, or drop that foreign key by hand first`,
      position: null,
      sqlState: null,
    }))
  })
}
