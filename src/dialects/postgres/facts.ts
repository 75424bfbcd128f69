import type { Facts } from '../facts.ts'

export function facts(serverVersion: string): Facts {
  const major = majorVersion(serverVersion)
  return {
    oneWriter: false,
    concurrentIndexes: true,
    expressionStatistics: true,
    unprovenConstraints: true,
    unprovenNotNull: major >= 18,
    foreignKeysInline: false,
    constraintUsingIndex: true,
    setExpression: major >= 17,
    setAccessMethod: major >= 15,
    unloggedSequences: major >= 15,
    partitions: true,
    unprovenPartitionedForeignKeys: major >= 18,
    invokerViews: major >= 15,
    enums: true,
    comments: true,
    schemas: true,
    publicIsDatabases: major >= 15,
    objects: [
      'schema',
      'extension',
      'collation',
      'domain',
      'composite_type',
      'range_type',
      'sequence',
      'view',
      'materialized_view',
      'function',
      'procedure',
      'aggregate',
      'trigger',
      'policy',
      'row_security',
      'statistics',
      'owner',
      'grant',
      'default_privileges',
    ],
    // NAMEDATALEN - 1: longer names are cut without a word (hazards.md 0.4).
    maxIdentifierBytes: 63,
  }
}

/** `18.4` → 18. */
export function majorVersion(serverVersion: string): number {
  return Number.parseInt(serverVersion, 10)
}
