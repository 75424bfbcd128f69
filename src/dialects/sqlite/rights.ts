import type { MissingRight } from '../dialect.ts'

/** SQLite has the file's rights only: whoever could open it for writing may do everything. */
export function missingRights(): Promise<readonly MissingRight[]> {
  return Promise.resolve([])
}
