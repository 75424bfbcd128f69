import type { ObjectKind } from '../model/object-ref.ts'

/** What an engine of this version can do. Capabilities only: what to make of them is the operations' business. */
export interface Facts {
  /** Whoever writes makes every other writer of the database wait, and who waits is not told when it is over (SQLite). */
  readonly oneWriter: boolean
  /** CREATE/DROP INDEX CONCURRENTLY. */
  readonly concurrentIndexes: boolean
  /** ANALYZE alone learns about what indexes compute, and the server wants to know. */
  readonly expressionStatistics: boolean
  /** Constraints can be added NOT VALID and validated later. */
  readonly unprovenConstraints: boolean
  /** NOT NULL … NOT VALID (PostgreSQL 18). */
  readonly unprovenNotNull: boolean
  /** Foreign keys are part of CREATE TABLE and may name a table that does not exist yet (SQLite). */
  readonly foreignKeysInline: boolean
  /** Unique constraints and primary keys can take over a finished index. */
  readonly constraintUsingIndex: boolean
  /** ALTER COLUMN … SET EXPRESSION for generated columns (PostgreSQL 17). */
  readonly setExpression: boolean
  /** ALTER TABLE … SET ACCESS METHOD (PostgreSQL 15). */
  readonly setAccessMethod: boolean
  /** CREATE UNLOGGED SEQUENCE. */
  readonly unloggedSequences: boolean
  /** Declarative partitions, and tables that inherit from others. */
  readonly partitions: boolean
  /** Foreign keys of partitioned tables can be added NOT VALID (PostgreSQL 18). */
  readonly unprovenPartitionedForeignKeys: boolean
  /** Views can ask for the rights of whoever uses them (PostgreSQL 15). */
  readonly invokerViews: boolean
  readonly enums: boolean
  readonly comments: boolean
  readonly schemas: boolean
  /** A new database's schema public belongs to whoever owns the database (PostgreSQL 15). */
  readonly publicIsDatabases: boolean
  /** The kinds of objects there are besides tables and enums. */
  readonly objects: readonly ObjectKind[]
  readonly maxIdentifierBytes: number | null
}
