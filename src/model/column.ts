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
}

export type Identity = 'always' | 'by_default'

export interface Generated {
  readonly expression: string
  readonly stored: boolean
}
