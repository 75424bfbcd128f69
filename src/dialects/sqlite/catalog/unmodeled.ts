import type { Unmodeled } from '../../../model/schema.ts'
import { fold, type Token, tokenize, TokenError } from '../ddl/tokens.ts'
import { inMain } from './tables.ts'

/** A row of `sqlite_schema` that is no table of the model. */
export interface Leftover {
  readonly kind: 'virtual table' | 'shadow table'
  readonly name: string
  readonly sql: string | null
}

/**
 * One entry for each table that the text mentions, so that what is about to happen to a table shows everything that
 * knows it. Mentions are found by name alone: one too many does no harm.
 */
export function unmodeledFrom(leftover: Leftover, tables: ReadonlyMap<string, string>): Unmodeled[] {
  const { kind, sql } = leftover
  const name = inMain(leftover.name)
  const bound = kind === 'shadow table' ? [] : mentionsIn(sql ?? '', tables).filter((table) => table !== leftover.name)
  if (bound.length === 0) return [{ kind, name, table: null, sql }]
  return bound.map((table) => ({ kind, name, table: inMain(table), sql }))
}

/** An external-content FTS table names its source in a string: `content='posts'`. */
function mentionsIn(sql: string, tables: ReadonlyMap<string, string>): string[] {
  const names = (tokens: readonly Token[]): string[] =>
    tokens
      .filter(({ kind }) => kind === 'word' || kind === 'quoted' || kind === 'string')
      .flatMap(({ value }) => tables.get(fold(value)) ?? [])
  try {
    return [...new Set(names(tokenize(sql)))].sort()
  } catch (error) {
    if (error instanceof TokenError) return []
    throw error
  }
}

/** What a table's own text holds beyond the model: a rebuild would lose it. */
export function extrasOf(table: string, extras: readonly string[]): Unmodeled[] {
  return extras.map((kind) => ({ kind, name: inMain(table), table: inMain(table), sql: null }))
}
