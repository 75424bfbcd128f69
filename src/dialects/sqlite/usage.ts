import type { Usage } from '../../model/usage.ts'

/** SQLite counts nothing, and a file has no idea who has read it. */
export async function usage(): Promise<Usage> {
  const unknown = 'SQLite does not count what is used'
  return {
    counters: { epoch: '', tablesUnknown: unknown, tables: [], columnsUnknown: unknown, columns: [] },
    routines: [],
  }
}
