import { type OwnedSequence, retyped, sequenceType } from './sequence-options.ts'

export interface Column {
  readonly name: string
  /** As the engine itself spells it (`format_type` on PostgreSQL, the declared type on SQLite). */
  readonly type: string
  readonly nullable: boolean
  /** SQL text of the default, `null` for none. */
  readonly default: string | null
  /** What numbers the rows. On SQLite: `by_default`, an AUTOINCREMENT integer primary key. */
  readonly identity: Identity | null
  /** The sequence the column owns: that of its identity, or one for its default. Always `null` on SQLite. */
  readonly sequence: OwnedSequence | null
  readonly generated: Generated | null
  /** `null` is the type's own collation. */
  readonly collation: string | null
  readonly comment: string | null
  readonly physical: ColumnPhysical
  /** PostgreSQL 18: what is said of the constraint behind NOT NULL beyond its being there. */
  readonly notNull?: NotNullConstraint
}

export interface NotNullConstraint {
  /** Where it is not the server's own, or matters to the specs; left out, any will do. */
  readonly name?: string
  /** Not for tables that inherit from this one. */
  readonly noInherit?: true
  /** Rows from before it may still be NULL, so the column counts as nullable. */
  readonly validated?: false
}

/** `serial`: the default takes the next number of the column's own sequence; `default` does not say it again. */
export type Identity = 'always' | 'by_default' | 'serial'

export interface Generated {
  readonly expression: string
  readonly stored: boolean
}

/** How PostgreSQL keeps the values and what it learns about them; `null` for what the type and the server decide. */
export interface ColumnPhysical {
  readonly storage: 'plain' | 'external' | 'extended' | 'main' | null
  readonly compression: 'pglz' | 'lz4' | null
  /** How much ANALYZE keeps of the column. */
  readonly statistics: number | null
  /** `n_distinct` and `n_distinct_inherited`. */
  readonly options: StorageOptions
}

/** Names and values as the catalog has them. */
export type StorageOptions = Readonly<Record<string, string>>

/** What a column has of which nobody has said anything; always on SQLite. */
export const usualColumn: ColumnPhysical = { storage: null, compression: null, statistics: null, options: {} }

/** What a change of the column's type makes of its sequence: identity's follows by itself, a serial's does not. */
export function retypedIdentity(column: Column, type: string): OwnedSequence | null {
  const { sequence } = column
  return sequence !== null && isIdentity(column) ? retyped(sequence, sequenceType(type)) : sequence
}

/** The column with that NOT NULL, or without. */
export function withNotNull(
  { notNull: _, ...column }: Column,
  nullable: boolean,
  constraint?: NotNullConstraint,
): Column {
  return { ...column, nullable, ...(constraint === undefined ? {} : { notNull: constraint }) }
}

/** True for a column whose sequence belongs to its identity, and comes and goes with it. */
export function isIdentity({ identity }: Pick<Column, 'identity'>): boolean {
  return identity === 'always' || identity === 'by_default'
}

/** True when the column has a sequence of the same standing before and after, so that it can stay. */
export function keepsSequence(before: Column, after: Column): boolean {
  return before.sequence !== null && after.sequence !== null && isIdentity(before) === isIdentity(after)
}
