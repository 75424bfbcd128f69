import type { Blocker } from '../../model/event.ts'

/** SQLite's locks are the file's, and they bear no names: nobody can say who holds them. */
export async function blockers(): Promise<readonly Blocker[]> {
  return []
}
