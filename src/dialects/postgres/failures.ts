import { ReconcileError } from '../../lib/errors.ts'
import type { DatabaseFailure } from '../dialect.ts'
import { entryFor, type GuideEntry } from '../guide.ts'
import { guide } from './guide/guide.ts'

/** Sorts an error of the driver by its SQLSTATE. `code` null: it did not come from a database. */
export function failure(error: unknown): DatabaseFailure {
  if (error instanceof ReconcileError && error.sqlState !== undefined) {
    const { message, sqlState, hint = null } = error
    return { code: sqlState, message, detail: null, hint, about: [], ...meaningOf(sqlState, message) }
  }
  const message = error instanceof Error ? error.message : String(error)
  const nothing = { code: null, message, detail: null, hint: null, about: [] }
  const code = textOf(error, 'code')
  // Node's own codes (ECONNRESET, EPIPE) are a lost connection too.
  if (code !== null && /^E[A-Z]{3,}$/.test(code) && textOf(error, 'syscall') !== null) {
    return { ...nothing, ...meaningOf('08006', message) }
  }
  if (code === null || !/^[0-9A-Z]{5}$/.test(code)) return { ...nothing, kind: 'other', entry: null }
  // The server's own hint for dependents is CASCADE, which nobody should follow.
  const hint = code === '2BP01' ? null : textOf(error, 'hint')
  const detail = textOf(error, 'detail')
  return { code, message, detail, hint, about: aboutOf(error), ...meaningOf(code, message) }
}

function meaningOf(code: string, message: string): { kind: GuideEntry['kind']; entry: GuideEntry | null } {
  const entry = entryFor(guide, code, message)
  return { kind: entry?.kind ?? 'other', entry }
}

/** The fields of the error that name things (hazards.md §6: always capture them). */
function aboutOf(error: unknown): readonly string[] {
  const [schema, table, column, constraint, type, where] = (
    ['schema', 'table', 'column', 'constraint', 'dataType', 'where'] as const
  ).map((key) => textOf(error, key))
  const on = table == null ? '' : ` of ${schema == null ? '' : `${schema}.`}${table}`
  return [
    ...(column == null ? [] : [`column ${column}${on}`]),
    ...(constraint == null ? [] : [`constraint ${constraint}${on}`]),
    ...(type == null ? [] : [`type ${type}`]),
    ...(where == null ? [] : where.split('\n').slice(0, 3)),
  ]
}

function textOf(error: unknown, key: string): string | null {
  if (typeof error !== 'object' || error === null) return null
  const value: unknown = Reflect.get(error, key)
  return typeof value === 'string' && value !== '' ? value : null
}
