import { nameKey } from '../../../model/name.ts'
import type { Unmodeled } from '../../../model/schema.ts'
import { fold, type Token, tokenize, TokenError } from '../ddl/tokens.ts'
import { parseCreateTrigger } from '../ddl/create-trigger.ts'
import { inMain } from './tables.ts'

/** A row of `sqlite_schema` that is no table of the model. */
export interface Leftover {
  readonly kind: 'view' | 'trigger' | 'virtual table' | 'shadow table'
  readonly name: string
  /** The table a trigger is on. */
  readonly on: string | null
  readonly sql: string | null
}

/**
 * One entry for each table that the text mentions, so that what is about to happen to a table shows everything that
 * knows it; the table a trigger is on comes first. Mentions are found by name alone: one too many does no harm.
 */
export function unmodeledFrom(leftover: Leftover, tables: ReadonlyMap<string, string>): Unmodeled[] {
  const { kind, sql } = leftover
  const name = inMain(leftover.name)
  const on = leftover.on === null ? null : (tables.get(fold(leftover.on)) ?? leftover.on)
  const mentioned = kind === 'shadow table' ? [] : mentionsIn(sql ?? '', tables, kind === 'virtual table')
  const bound = [...new Set([...(on === null ? [] : [on]), ...mentioned])].filter((table) => table !== leftover.name)
  if (bound.length === 0) return [{ kind, name, table: null, sql }]
  return bound.map((table) => ({ kind, name, table: inMain(table), sql }))
}

/** An external-content FTS table names its source in a string: `content='posts'`. */
function mentionsIn(sql: string, tables: ReadonlyMap<string, string>, inStrings: boolean): string[] {
  const names = (tokens: readonly Token[]): string[] =>
    tokens
      .filter(({ kind }) => kind === 'word' || kind === 'quoted' || (inStrings && kind === 'string'))
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

/** The triggers that are on the table, each once, as opposed to those that merely mention it. */
export function triggersOn(table: string, items: readonly Unmodeled[]): Unmodeled[] {
  const found = new Map<string, Unmodeled>()
  for (const item of items) {
    if (item.kind !== 'trigger' || item.sql === null) continue
    if (fold(parseCreateTrigger(item.sql).table) === fold(table)) found.set(nameKey(item.name), item)
  }
  return [...found.values()]
}
