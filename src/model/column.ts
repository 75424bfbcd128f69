export interface Column {
  readonly name: string
  /** As the engine itself spells it (`format_type` on PostgreSQL, the declared type on SQLite). */
  readonly type: string
  readonly nullable: boolean
  /** SQL text of the default, `null` for none. */
  readonly default: string | null
  /** On SQLite: an AUTOINCREMENT integer primary key. */
  readonly identity: Identity | null
  readonly generated: Generated | null
  /** `null` is the type's own collation. */
  readonly collation: string | null
  readonly comment: string | null
  readonly physical: ColumnPhysical
}

export type Identity = 'always' | 'by_default'

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
