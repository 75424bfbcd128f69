import { ReconcileError } from '../../../../lib/errors.ts'
import { nameKey } from '../../../../model/name.ts'
import type { SchemaObject } from '../../../../model/object.ts'
import type { Table } from '../../../../model/table.ts'
import type { Session } from '../../../session.ts'
import { collate, quote } from '../../words/quote.ts'
import type { Spellings } from '../same-text.ts'

/** What the spelling of one object needs. */
export interface Scene {
  readonly session: Session
  readonly texts: Spellings
  /** Desired tables by `nameKey`. */
  readonly tables: ReadonlyMap<string, Table>
  /** By `refKey`: what reads a column whose type is about to change is made anew from its own text, and spelled after that. */
  readonly retyped: ReadonlySet<string>
  /** Statements that give types and labels their new names. */
  readonly renaming: readonly string[]
}

export const syntaxError = '42601'

/**
 * What the server makes of it, built in a transaction that rolls back. Names resolve as for people, in `public` first and
 * not to the temporary relations.
 */
export async function inScratch<T>(
  { session, renaming }: Pick<Scene, 'session' | 'renaming'>,
  statements: readonly string[],
  read: () => Promise<T | undefined>,
): Promise<T | null> {
  return await session.scratch(async () => {
    await session.execute(['set local search_path = public, pg_temp', ...renaming, ...statements].join(';\n'))
    await session.execute(`set local search_path = ''`)
    return (await read()) ?? null
  })
}

/** A temporary table with the columns of the one that the object is on, under its name; null: there is none. */
export function tableDraft(
  { on }: SchemaObject,
  { tables }: Scene,
): { readonly sql: string; readonly at: string } | null {
  const table = on === null ? undefined : tables.get(nameKey(on.name))
  if (table === undefined) return null
  const columns = table.columns.map(({ name, type, collation }) => `${quote(name)} ${type}${collate(collation)}`)
  const at = `pg_temp.${quote(table.name.name)}`
  return { at, sql: `create temporary table ${at} (${columns.join(', ')})` }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** Undefined table, column, function, object, schema, or an operator that does not fit (yet). */
export function isMissing(error: unknown): boolean {
  const code = codeOf(error)
  if (code === '42501') {
    throw new ReconcileError('refused', 'the database does not let us spell the objects of the specs', {
      hint: 'Planning needs the TEMPORARY privilege on the database and SELECT on what views and policies read.',
      sqlState: code,
      cause: error,
    })
  }
  return code.startsWith('42') || code === '3F000'
}
