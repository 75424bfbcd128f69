import type { DatabaseFailure } from '../dialect.ts'
import { entryFor } from '../guide.ts'
import { guide } from './guide/guide.ts'

/** What an error of better-sqlite3 means here. Codes are SQLite's extended code names. */
export function failure(error: unknown): DatabaseFailure {
  const message = error instanceof Error ? error.message : String(error)
  const code = codeOf(error)
  const unknown = { code, message, detail: null, hint: null, about: [] }
  if (code === null) {
    const lost = /database connection is not open/.test(message)
    return { ...unknown, kind: lost ? 'lost' : 'other', entry: null }
  }
  const entry = entryFor(guide, code, message)
  return { ...unknown, kind: entry?.kind ?? 'other', entry }
}

function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return error.code.startsWith('SQLITE_') ? error.code : null
}
