import type { StorageOptions } from './column.ts'

/** A secondary index: those behind primary keys and unique constraints belong to the constraint. */
export interface TableIndex {
  readonly name: string
  readonly unique: boolean
  /** Access method, `btree` unless said otherwise. */
  readonly method: string
  readonly keys: readonly IndexKey[]
  readonly include: readonly string[]
  /** Partial index predicate. */
  readonly where: string | null
  readonly nullsNotDistinct: boolean
  readonly comment: string | null
  /** Storage parameters (`fillfactor`, `fastupdate`, …), when there are any. */
  readonly options?: StorageOptions
  /** False for the leftover of a failed CREATE INDEX CONCURRENTLY (hazards.md 0.5). Always true when desired. */
  readonly valid: boolean
}

export interface IndexKey {
  readonly on: { readonly column: string } | { readonly expression: string }
  readonly order: 'asc' | 'desc'
  /** PostgreSQL's default is `last` for asc and `first` for desc; SQLite: `first` for asc, `last` for desc. */
  readonly nulls: 'first' | 'last'
  readonly collation: string | null
  /** Operator class, with its parameters in parentheses when it has any; `null` for the type's default. */
  readonly opclass: string | null
}

/** The columns that are keys of it by themselves. */
export function indexedColumns({ keys }: Pick<TableIndex, 'keys'>): string[] {
  return keys.flatMap(({ on }) => ('column' in on ? [on.column] : []))
}

/** The expressions in it, its predicate among them. */
export function textsOf({ keys, where }: Pick<TableIndex, 'keys' | 'where'>): string[] {
  return [...keys.flatMap(({ on }) => ('expression' in on ? [on.expression] : [])), ...(where === null ? [] : [where])]
}
