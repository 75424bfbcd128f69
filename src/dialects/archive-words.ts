import type { ObjectName } from '../model/name.ts'
import type { Command } from './session.ts'

export interface ArchivedColumn {
  readonly name: string
  /** Its name in the archive: what it was called. */
  readonly as: string
  /** Null: the archive keeps its text, or the engine needs none. */
  readonly type: string | null
}

/** What is read of a table, and the table of the archive that it goes to. */
export interface Archived {
  readonly table: ObjectName
  /** Without the rows of its heirs. */
  readonly alone: boolean
  readonly columns: readonly ArchivedColumn[]
  readonly as: string
}

/** Reads rows as the SQL that inserts them again, value by value exactly, into a table of the archive's own. */
export interface ArchiveWords {
  /** Asks for `name` and `type` of the table's columns, in their order. */
  columns(table: ObjectName): Command
  create(archived: Archived): string
  /** Runs once before the first page, in the same transaction; null: nothing has to. */
  open(archived: Archived): string | null
  /** Asks for the next rows as `line`; no row: that was all. `read`: how many have been. */
  page(archived: Archived, rows: number, read: number): Command
}
