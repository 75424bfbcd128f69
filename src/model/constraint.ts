import type { ObjectName } from './name.ts'

export interface PrimaryKey {
  readonly name: string
  readonly columns: readonly string[]
}

export interface Unique {
  readonly name: string
  readonly columns: readonly string[]
  readonly nullsNotDistinct: boolean
  readonly deferrable: Deferrable
}

export interface Check {
  readonly name: string
  readonly expression: string
  /** False while rows written before the constraint are unproven (PostgreSQL NOT VALID). */
  readonly validated: boolean
}

export interface ForeignKey {
  readonly name: string
  readonly columns: readonly string[]
  readonly references: { readonly table: ObjectName; readonly columns: readonly string[] }
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
  readonly deferrable: Deferrable
  readonly validated: boolean
}

export type ReferentialAction = 'no_action' | 'restrict' | 'cascade' | 'set_null' | 'set_default'

export type Deferrable = 'no' | 'initially_immediate' | 'initially_deferred'

/** Any constraint with the word that says which. Names are unique per table across all of them. */
export type Constraint =
  | { readonly kind: 'primary_key'; readonly definition: PrimaryKey }
  | { readonly kind: 'unique'; readonly definition: Unique }
  | { readonly kind: 'check'; readonly definition: Check }
  | { readonly kind: 'foreign_key'; readonly definition: ForeignKey }

export type ConstraintKind = Constraint['kind']
