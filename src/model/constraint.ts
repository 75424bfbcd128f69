import type { StorageOptions } from './column.ts'
import type { ObjectName } from './name.ts'
import type { IndexKey } from './table-index.ts'

/** Attributes that are not there have the engine's default: definitions without them read and hash as they always have. */
interface Described {
  readonly name: string
  readonly comment?: string
}

/** Behind it stands an index, with storage parameters when there are any. */
interface Indexed extends Described {
  readonly options?: StorageOptions
}

/** What a primary key and a unique constraint have in common. */
interface Key extends Indexed {
  readonly columns: readonly string[]
  /** Columns kept in the index without being part of the key. */
  readonly include?: readonly string[]
  /** The last column is a range, and no two ranges of the same rest may overlap (PostgreSQL 18). */
  readonly withoutOverlaps?: true
}

export interface PrimaryKey extends Key {
  readonly deferrable?: Exclude<Deferrable, 'no'>
}

export interface Unique extends Key {
  readonly nullsNotDistinct: boolean
  readonly deferrable: Deferrable
}

/** What is said of the rows by a rule that no index stands behind. */
interface Proven extends Described {
  /** False while rows written before the constraint are unproven (PostgreSQL NOT VALID). */
  readonly validated: boolean
  /** Written down and never checked (PostgreSQL 18); `validated` is false then, as in the catalog. */
  readonly enforced?: false
}

export interface Check extends Proven {
  readonly expression: string
  /** Not for tables that inherit from this one. */
  readonly noInherit?: true
}

export interface ForeignKey extends Proven {
  readonly columns: readonly string[]
  readonly references: { readonly table: ObjectName; readonly columns: readonly string[] }
  /** `full`: either all columns are null or none. */
  readonly match?: 'full'
  /** The last column is a range, covered by the ranges of the rows it points to (PostgreSQL 18). */
  readonly period?: true
  readonly onDelete: ReferentialAction
  /** The columns that `set_null` or `set_default` sets on delete, when not all (PostgreSQL 15). */
  readonly onDeleteColumns?: readonly string[]
  readonly onUpdate: ReferentialAction
  readonly deferrable: Deferrable
}

/** No two rows may be alike by all of its operators at once (EXCLUDE). An index stands behind it, as behind a key. */
export interface Exclusion extends Indexed {
  /** Access method. */
  readonly method: string
  readonly elements: readonly ExclusionElement[]
  readonly include?: readonly string[]
  /** The rows it is about. */
  readonly where: string | null
  readonly deferrable: Deferrable
}

export interface ExclusionElement extends IndexKey {
  /** As SQL writes it: `&&`, or `operator(public.=)` for one of another schema. */
  readonly operator: string
}

export type ReferentialAction = 'no_action' | 'restrict' | 'cascade' | 'set_null' | 'set_default'

/** True when it deletes or changes rows itself, as the rows do that they point to. */
export function cascades({ onDelete, onUpdate }: ForeignKey): boolean {
  return [onDelete, onUpdate].some((action) => action !== 'no_action' && action !== 'restrict')
}

export type Deferrable = 'no' | 'initially_immediate' | 'initially_deferred'

/** Any constraint with the word that says which. Names are unique per table across all of them. */
export type Constraint =
  | { readonly kind: 'primary_key'; readonly definition: PrimaryKey }
  | { readonly kind: 'unique'; readonly definition: Unique }
  | { readonly kind: 'check'; readonly definition: Check }
  | { readonly kind: 'foreign_key'; readonly definition: ForeignKey }
  | { readonly kind: 'exclusion'; readonly definition: Exclusion }

/** One that an index stands behind, and that others may point to. */
export type Keyed = Extract<Constraint, { readonly kind: 'primary_key' | 'unique' }>

export type ConstraintKind = Constraint['kind']
