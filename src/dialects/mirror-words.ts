import type { Mirror } from '../model/mirror.ts'
import type { ObjectName } from '../model/name.ts'
import type { SchemaObject } from '../model/object.ts'
import type { Query, Statement } from '../model/statement.ts'

/** A view in the place of the narrow table, over the wide one. */
export interface Window {
  readonly name: ObjectName
  /** What the narrow table is called meanwhile. */
  readonly mirror: Mirror
  /** In the order of the narrow table. */
  readonly columns: readonly string[]
  readonly defaults: Readonly<Record<string, string>>
  /** Owner and grants. */
  readonly access: readonly SchemaObject[]
  /** What its triggers call. */
  readonly insert: ObjectName
  readonly remove: ObjectName
}

/**
 * Keeps two tables in step while one takes the place of the other, by the names of trigger functions (hazards.md 3E). What
 * the other one does not take is noted by its key in a table that is called as the function is.
 */
export interface MirrorWords {
  /** What is written to the wide table is written to the narrow one. */
  outward(mirror: Mirror, name: ObjectName): readonly Statement[]
  /** The same function for a narrow table of another name. */
  aim(mirror: Mirror, name: ObjectName): Statement
  /** What is written to the narrow table is written to the wide one. */
  inward(mirror: Mirror, name: ObjectName): readonly Statement[]
  /**
   * `table`: where the trigger is. `counts`: the table that has followed is the one that counts from now on, so it is refused
   * while a row that has been noted is not the same in both.
   */
  stop(table: ObjectName, name: ObjectName, counts?: Mirror): readonly Statement[]
  /** The same function for columns of other names in the wide table. */
  aimInward(mirror: Mirror, name: ObjectName): Statement
  /** The columns of the wide table get the names of the other, unless they have them already. */
  veil(mirror: Mirror, veiled: Mirror): readonly Statement[]
  open(window: Window): readonly Statement[]
  close(window: Window): readonly Statement[]
  /** Rows that are not the same in both: `expect: no_rows`. */
  apart(mirror: Mirror): Query
  /** True for a row of that side, by the table's name, that the other one does not have as it is. */
  missing(mirror: Mirror, from: 'wide' | 'narrow'): string
}
