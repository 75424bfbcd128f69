import type { Blocker, EndedBlocker } from '../../model/event.ts'

/** SQLite's locks are the file's, and they bear no names: nobody can say who holds them. */
export async function blockers(): Promise<readonly Blocker[]> {
  return []
}

/** Another process has the file open, and nobody can close it for it. */
export async function endBlockers(): Promise<readonly EndedBlocker[]> {
  return []
}
