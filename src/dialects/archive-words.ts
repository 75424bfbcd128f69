import type { ObjectName } from '../model/name.ts'
import type { Command } from './session.ts'

export interface ArchivedColumn {
  readonly name: string
  /** Its name in the archive: what it was called. */
  readonly as: string
  /** Null: the archive keeps its text, or the engine needs none. */
  readonly type: string | null
  /** Under a collation of the database's own, which may be about to go as well. */
  readonly isOwnCollated: boolean
  /** Of the primary key of the table it is read from. */
  readonly isKey: boolean
}

/** What is read of a table, and the table of the archive that it goes to. */
export interface Archived {
  readonly table: ObjectName
  /** Without the rows of its heirs. */
  readonly alone: boolean
  readonly columns: readonly ArchivedColumn[]
  readonly as: string
}

/** A copy of what is about to be destroyed, as a table of the same database. */
export interface KeptTable extends Archived {
  readonly into: ObjectName
  readonly runId: string
  /** What it was, for its comment where there are any. */
  readonly said: string
}

/** Reads rows as the SQL that inserts them again, value by value exactly, into a table of the archive's own. */
export interface ArchiveWords {
  /** Asks for `name`, `type`, `key` and, where there are any, `own_collated` and `inherited` of the table's columns, in their order. */
  columns(table: ObjectName): Command
  create(archived: Archived): string
  /** Runs once before the first page, in the same transaction; null: nothing has to. */
  open(archived: Archived): string | null
  /** Asks for the next rows as `line`; no row: that was all. `read`: how many have been. */
  page(archived: Archived, rows: number, read: number): Command
  /** Where tables of that archive are; its name is a schema's, or begins theirs where there are no schemas. */
  place(archive: string, table: string): ObjectName
  /** What has to be there first, and the question that gives a row once it is; null: nothing. */
  home(archive: string): { readonly there: Command; readonly create: string } | null
  /** Asks for a row when something has that name already. */
  taken(name: ObjectName): Command
  /** Makes the copy, with the types and the key of what it is of, and the run in a column of ours. */
  keep(kept: KeptTable): readonly string[]
}
