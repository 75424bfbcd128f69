import type { Backfill } from '../model/backfill.ts'
import type { CommentTarget } from '../model/comment-target.ts'
import type { Column, StorageOptions } from '../model/column.ts'
import type { Check, Constraint, Exclusion, ForeignKey } from '../model/constraint.ts'
import type { ObjectName } from '../model/name.ts'
import type { NamesBefore } from '../model/names-before.ts'
import type { ObjectKind, ObjectRef } from '../model/object-ref.ts'
import type { SchemaObject } from '../model/object.ts'
import type { ReplacedType } from '../model/replaced-type.ts'
import type { EnumType, Schema } from '../model/schema.ts'
import type { LockMode, Query, Statement } from '../model/statement.ts'
import type { KeyColumn } from '../model/step.ts'
import type { IndexMarks, Table } from '../model/table.ts'
import type { TableIndex } from '../model/table-index.ts'
import type { ArchiveWords } from './archive-words.ts'
import type { MirrorWords } from './mirror-words.ts'
import type { MoveWords } from './move-words.ts'
import type { PartitionWords } from './partition-words.ts'
import type { SequenceWords } from './sequence-words.ts'
import type { Command } from './session.ts'
import type { ShimWords } from './shim-words.ts'
import type { FillingWords, SyncWords } from './trigger-words.ts'

/**
 * The dialect's statements: SQL text together with its lock, whether it may run in a transaction, and its work.
 * Pure. A word the dialect has no form for throws `bug(…)`: `lower` must have replaced such changes before.
 */
export interface Words extends PartitionWords {
  /** Quoted only when needed; schema-qualified. */
  quote(identifier: string): string
  qualify(name: ObjectName): string

  createEnum(type: EnumType): Statement
  dropEnum(name: ObjectName): Statement
  /** Also into another schema. */
  renameEnum(from: ObjectName, to: ObjectName): readonly Statement[]
  renameEnumLabel(name: ObjectName, from: string, to: string): Statement
  /** Adds a label before another one, or at the end. Never reversible (hazards.md 1G). */
  addEnumLabel(name: ObjectName, label: string, before: string | null): Statement

  readonly types: TypeWords
  readonly objects: ObjectWords
  setOptions(table: ObjectName, before: StorageOptions, after: StorageOptions): readonly Statement[]
  setLogging(table: ObjectName, unlogged: boolean): Statement
  /** `null` is heap. */
  setAccessMethod(table: ObjectName, method: string | null): Statement
  setMarks(table: ObjectName, before: IndexMarks, after: IndexMarks): readonly Statement[]

  /** Columns, primary key, unique and check constraints; foreign keys too where facts say they are inline. */
  createTable(table: Table): Statement
  dropTable(name: ObjectName): Statement
  /** Also into another schema. */
  renameTable(from: ObjectName, to: ObjectName): readonly Statement[]
  /**
   * Moves a table out of the way and back, freeing (or taking back) the names of its indexes and constraints.
   * `attached`: the triggers on it, which SQLite has to drop and put back. `partitions`, of all levels, go along.
   */
  quarantineTable(
    table: Table,
    keptAs: ObjectName,
    attached: readonly SchemaObject[],
    partitions: readonly KeptPartition[],
  ): readonly Statement[]
  restoreTable(
    table: Table,
    keptAs: ObjectName,
    attached: readonly SchemaObject[],
    partitions: readonly KeptPartition[],
  ): readonly Statement[]

  /**
   * SQLite's table rebuild, hazards.md 2C steps 5 to 11: create, copy, carry the AUTOINCREMENT mark, drop, rename,
   * re-create indexes and triggers. `copy` says where each column of `after` takes its value from (SQL over the old
   * row); columns that are not in it take their default. `attached`: triggers on the table, to be put back.
   */
  rebuildTable(
    before: Table,
    after: Table,
    copy: ReadonlyMap<string, string>,
    attached: readonly SchemaObject[],
  ): readonly Statement[]

  /** `objects`: what its type may be made of. */
  addColumn(table: ObjectName, column: Column, objects?: readonly SchemaObject[]): Statement
  dropColumn(table: ObjectName, column: string): Statement
  /** The same for one that may be gone already, with that of a table this one inherits from. */
  discardColumn(table: ObjectName, column: string): Statement
  renameColumn(table: ObjectName, from: string, to: string): Statement
  /**
   * Without USING where the engine has an assignment cast: an explicit narrowing cast would truncate silently (1B).
   * `objects`: what the types may be made of. `referring`: tables whose foreign keys point to the column.
   */
  setType(
    table: Table,
    before: Column,
    after: Column,
    objects: readonly SchemaObject[],
    referring: readonly ObjectName[],
  ): Statement
  /** Makes sessions plan routines again that have the types of these columns in their plans. */
  renewRoutines(retyped: readonly { readonly table: ObjectName; readonly columns: readonly string[] }[]): Statement[]
  setDefault(table: ObjectName, column: string, expression: string | null): Statement
  setNotNull(table: ObjectName, column: Column, proven: boolean): Statement
  dropNotNull(table: ObjectName, column: string): Statement
  /** Storage, compression, statistics target and options. */
  setPhysical(table: ObjectName, before: Column, after: Column): readonly Statement[]
  /** Makes a column an identity column, or one of the other kind. */
  setIdentity(table: ObjectName, before: Column, after: Column): Statement
  /** The sequence of an identity column goes with it. */
  dropIdentity(table: ObjectName, column: string): Statement
  readonly sequences: SequenceWords
  setGenerated(table: ObjectName, before: Column, after: Column): Statement
  /** PostgreSQL 18: a NOT NULL constraint that old rows need not meet yet. */
  addNotNullUnproven(table: ObjectName, column: Column, constraint: string): Statement
  /** PostgreSQL 18: whether the constraint behind NOT NULL is also one of the tables that inherit. */
  setNotNullInherit(table: ObjectName, constraint: string, inherit: boolean): Statement

  /** `validated: false` in the definition writes NOT VALID. */
  addConstraint(table: ObjectName, constraint: Constraint): Statement
  /** A key of a partitioned table, without its partitions: invalid until each has its part attached. */
  addConstraintOnly(table: ObjectName, constraint: Constraint): Statement
  /** Turns a finished unique index into the constraint; the index takes the constraint's name. */
  addConstraintUsingIndex(table: ObjectName, constraint: Constraint, index: string): Statement
  validateConstraint(table: ObjectName, constraint: Constraint, ifThere?: 'if_there'): Statement
  /** `ifThere`: it may have gone with something else already. */
  dropConstraint(table: ObjectName, constraint: Constraint, ifThere?: 'if_there'): Statement
  /** Brings the foreign key to the deferrability of this definition, where the engine can in place. */
  setDeferrable(table: ObjectName, key: ForeignKey): Statement
  renameConstraint(table: ObjectName, from: string, to: string): Statement

  createIndex(table: ObjectName, index: TableIndex, concurrently: boolean): Statement
  /** On a partitioned table, without its partitions: invalid until each has its part attached. */
  createIndexOnly(table: ObjectName, index: TableIndex): Statement
  dropIndex(table: ObjectName, index: string, concurrently: boolean): Statement
  /** Also of the index behind a constraint; no statement when nothing changes. */
  setIndexOptions(table: ObjectName, index: string, before: StorageOptions, after: StorageOptions): readonly Statement[]
  renameIndex(table: ObjectName, from: string, to: string): Statement

  comment(on: CommentTarget, text: string | null): Statement
  /** Refreshes statistics: all columns when the list is empty. */
  analyze(table: ObjectName, columns: readonly string[]): Statement
  /** One at a time, so that each may wait for what is left of the budget. */
  lockTable(name: ObjectName, mode: LockMode): Statement

  readonly sync: SyncWords
  readonly filling: FillingWords
  readonly shims: ShimWords
  readonly moves: MoveWords
  readonly mirrors: MirrorWords
  readonly questions: Questions
  readonly batches: BatchWords
  readonly archive: ArchiveWords
}

export interface KeptPartition {
  readonly table: Table
  readonly keptAs: ObjectName
}

/** Whole definitions with all that belongs to them, such as comments. */
export interface ObjectWords {
  create(object: SchemaObject): readonly Statement[]
  /** Never CASCADE. */
  drop(object: SchemaObject): readonly Statement[]
  /** In place; null where it takes dropping and creating. `schema`: who uses it, for the locks. */
  alter(before: SchemaObject, after: SchemaObject, schema?: Schema): readonly Statement[] | null
  /** `schema`: what hangs on it. */
  rename(object: SchemaObject, to: ObjectName, schema?: Schema): readonly Statement[]
  /** Whether it gets another name only by being dropped and created. */
  renamedAnew(object: SchemaObject): boolean
  /** Whether two of the same name, wherever they are attached, cannot both be there. */
  sharesName(a: SchemaObject, b: SchemaObject): boolean
  /** Drops what was put aside, if it is still there. */
  discard(kind: ObjectKind, name: ObjectName): Statement
  /** Who uses it, or what it holds, so that it cannot just go; null for kinds that anybody may see going. */
  used(object: SchemaObject): Query | null
  /** Columns that store values of it, under which it cannot be created anew. */
  stored(object: SchemaObject): Query | null
  /** Rows whose value in a column the type it is going to have does not take: a domain's rules. */
  rejects(type: SchemaObject, table: ObjectName, column: string): readonly Query[]
  /** What the alteration would break or lose; null: what would keep a new one from being created. */
  breaks(before: SchemaObject | null, after: SchemaObject, schema: Schema): readonly Query[]
  /** Why what was altered in place cannot be altered back, as the schema is; null when it can. */
  oneWay(before: SchemaObject, after: SchemaObject, schema: Schema): string | null
}

/** What it takes to put a new type in the place of an old one, for engines that have types. */
export interface TypeWords {
  /** Brings columns, which are still of the old types, to the new ones of those names; their defaults come back in the new types. */
  convert(table: Table, columns: readonly Column[], types: readonly ReplacedType[]): Statement
  /** Rows whose value the new types do not take, with their number; null when every value fits: `expect: no_rows`. */
  misfits(table: Table, column: Column, types: readonly ReplacedType[]): Query | null
  /** SQL that is true for a value, which is SQL too, that the new types do not take; null when every value fits. */
  misfit(value: string, type: string, types: readonly ReplacedType[]): string | null
  /** What uses the types but for these tables and the objects that are taken out of the way: `expect: no_rows`. */
  strangers(types: readonly ReplacedType[], tables: readonly ObjectName[], aside: readonly ObjectRef[]): Query
}

/** Data questions (hazards.md 1I): counts nothing under a lock, lists at most 20 offending keys. */
export interface Questions {
  nulls(table: Table, column: string): Query
  duplicates(
    table: Table,
    unique: {
      readonly name: string
      readonly keys: readonly string[]
      readonly where: string | null
      readonly nullsNotDistinct: boolean
    },
  ): Query
  /** Rows whose ranges, the last column of a temporal key, overlap while the rest of the key is the same. */
  overlaps(table: Table, key: { readonly name: string; readonly columns: readonly string[] }): Query
  /** Pairs of rows that exclude each other; of large tables only where an equality makes them quick to find. */
  exclusions(table: Table, exclusion: Exclusion): Query
  orphans(table: Table, key: ForeignKey): Query
  violators(table: Table, check: Check): Query
  /** Rows of the partition for which the condition is not true, and how many there are; `before`: what it is called now. */
  outside(partition: Table, condition: string, before?: NamesBefore): Query
  /** Rows whose value would not come back the same after before → after → before. */
  lostByConversion(table: Table, before: Column, after: Column): Query
  /** Rows of that other table that point to rows of this partition, which it could not let go of: `expect: no_rows`. */
  pointingTo(partition: ObjectName, from: Table, key: ForeignKey): Query
  /** Rows of the table at all: `expect: no_rows`. */
  anyRow(table: ObjectName): Query
  /**
   * Rows with a value in the column that is none of the expected ones (SQL over the row: a default, what a backfill
   * writes): `expect: no_rows`.
   */
  anyValue(table: ObjectName, column: Column, expected: readonly string[]): Query
  /**
   * Views, policies and triggers bound to the column, which forbid changing its type (hazards.md 1B), but for the views
   * (or tables of triggers and policies) that are taken out of the way: `expect: no_rows`.
   */
  boundTo(table: ObjectName, column: string, aside: readonly ObjectRef[]): Query
  /**
   * What the server lets nobody take the object away from under, but for the objects that go with it; null for kinds that
   * only objects of the model can use: `expect: no_rows`.
   */
  objectUsed(object: ObjectRef, aside: readonly ObjectRef[]): Query | null
  /** Columns of that enum type: `expect: no_rows`. */
  enumUsed(name: ObjectName): Query
  /** The row count, `expect: unchanged`. */
  rowCount(table: ObjectName): Query
  /** Rows that a backfill has not reached: `expect: no_rows`. */
  /** `key`: what to name the rows by. */
  unfilled(backfill: Backfill, key?: readonly KeyColumn[]): Query
  /**
   * Columns, indexes and triggers of the table that this image of it does not have: copying the table would lose them.
   * Only for engines that copy tables. `expect: no_rows`.
   */
  strangers(table: Table, attached: readonly SchemaObject[]): Query
  /**
   * What has to hold before and after a SQLite rebuild: foreign_key_check unchanged, views and triggers that know the table
   * compile. `others`: the other tables, which triggers may be on.
   */
  rebuildChecks(
    table: Table,
    readers: readonly SchemaObject[],
    others: (name: ObjectName) => Table | undefined,
  ): readonly Query[]
}

/** hazards.md 4A: keyset batches. `from` is exclusive and null at the start, `to` inclusive; values are text. */
export interface BatchWords {
  /** One row: the key of the last of the next `rows` rows as text in `k1`…`kn`, and how many rows there are in `rows`; no row when none is left. */
  end(table: ObjectName, key: readonly KeyColumn[], from: readonly string[] | null, rows: number): Command
  /** Rows changed. */
  update(backfill: Backfill, key: readonly KeyColumn[], from: readonly string[] | null, to: readonly string[]): Command
  /** Creates the archive: key columns and, per set column, its old and new value, with the columns' own types. */
  createArchive(archive: ObjectName, table: Table, backfill: Backfill, key: readonly KeyColumn[]): Statement
  /** Before the update: copies key and old values of the rows that it is going to change, locking them. */
  keepOld(
    backfill: Backfill,
    key: readonly KeyColumn[],
    archive: ObjectName,
    from: readonly string[] | null,
    to: readonly string[],
  ): Command
  /** After the update: notes the value that was written, so that a later one by the application is told apart. */
  keepNew(
    backfill: Backfill,
    key: readonly KeyColumn[],
    archive: ObjectName,
    from: readonly string[] | null,
    to: readonly string[],
  ): Command
  /** Gives the old values back to rows that still hold the new ones. */
  restore(
    backfill: Backfill,
    key: readonly KeyColumn[],
    archive: ObjectName,
    from: readonly string[] | null,
    to: readonly string[],
  ): Command
}
