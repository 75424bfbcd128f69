import type { Facts } from '../facts.ts'

/** The same for every library version we meet; what differs by version is the business of `lower`. */
export function facts(): Facts {
  return {
    oneWriter: true,
    concurrentIndexes: false,
    expressionStatistics: false,
    unprovenConstraints: false,
    unprovenNotNull: false,
    foreignKeysInline: true,
    constraintUsingIndex: false,
    setExpression: false,
    setAccessMethod: false,
    unloggedSequences: false,
    partitions: false,
    unprovenPartitionedForeignKeys: false,
    invokerViews: false,
    enums: false,
    comments: false,
    schemas: false,
    publicIsDatabases: false,
    objects: ['view', 'trigger'],
    maxIdentifierBytes: null,
  }
}
