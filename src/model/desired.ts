import type { Backfill } from './backfill.ts'
import type { Position } from './diagnostic.ts'
import type { MatchedColumns } from './move.ts'
import type { ObjectName } from './name.ts'
import { type ObjectRef, refKey } from './object-ref.ts'
import type { Schema } from './schema.ts'

/** The specs, bound to one dialect. */
export interface Desired {
  readonly schema: Schema
  readonly backfills: readonly Backfill[]
  readonly renames: readonly RenameHint[]
  /** Objects for which the spec says `renamed_from: null`: new, whatever they look like. */
  readonly notRenamed: readonly { readonly table: ObjectName; readonly column: string | null }[]
  readonly moves: readonly MoveHint[]
  readonly objectRenames: readonly ObjectRenameHint[]
  readonly enumRenames: readonly EnumRenameHint[]
  /** `refKey` of everything whose grants the specs list: there, what they do not list is revoked. */
  readonly governed: ReadonlySet<string>
  /** Where each object is written, for diagnostics and the review's "why". Keys: see `sourceKey`. */
  readonly sources: ReadonlyMap<string, Position>
  /** Glob patterns of members that are none of our business, by the table that names them (`ignore:`). */
  readonly ignore: readonly { readonly table: ObjectName; readonly pattern: string }[]
}

/** `renamed_from` in the spec. `column` null: the table itself was renamed. Names are those after the rename. */
export interface RenameHint {
  readonly table: ObjectName
  readonly column: string | null
  readonly from: string
  /** Where a table was that moves from another schema. */
  readonly fromSchema?: string
  /** Behind a view that goes by the old name, or at once. */
  readonly online?: boolean
  readonly position: Position | null
}

/** `moved_from` of a column: what it was in another table, by the names of now. */
export interface MoveHint {
  readonly table: ObjectName
  readonly column: string
  readonly from: { readonly table: ObjectName; readonly column: string }
  /** Which rows belong together; null: a foreign key between the tables says so. */
  readonly match: readonly MatchedColumns[] | null
  /** Beside the application, or at once. */
  readonly online?: boolean
  readonly position: Position | null
}

/** The same for anything but tables and columns; `from` null: it is new, whatever it looks like. */
export interface ObjectRenameHint {
  readonly ref: ObjectRef
  readonly from: string | null
  /** Where it was, when it moves from another schema. */
  readonly fromSchema?: string
  readonly position: Position | null
}

/** The same for an enum (`label` null; `schema`: where it was) or one of its labels; `type` is its name after the rename. */
export interface EnumRenameHint {
  readonly type: ObjectName
  readonly label: string | null
  readonly from: string | null
  readonly schema: string
  readonly position: Position | null
}

/** Key of `Desired.sources`: the table, or a member of it (column, constraint, index or backfill name). */
export function sourceKey(kind: SourceKind, owner: ObjectName, member = ''): string {
  return `${kind}\u0000${owner.schema}\u0000${owner.name}\u0000${member}`
}

export type SourceKind = 'table' | 'column' | 'constraint' | 'index' | 'backfill' | 'enum' | 'object'

/** Key of `Desired.sources` for everything that is neither a table nor an enum. */
export function objectSource(ref: ObjectRef): string {
  return `object\u0000${refKey(ref)}`
}
