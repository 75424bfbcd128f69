import { openSync, readSync, statSync } from 'node:fs'
import type { Obstacle } from '../../../model/obstacle.ts'

/** Where the header has the SQLITE_VERSION_NUMBER of who last wrote it (fileformat2.html §1.3.17). */
const place = 96

/**
 * The library in this process and the one that has last written the file, which is the application's unless it was this
 * one (rule 175). Patch levels understand each other.
 */
export function librarySkew(library: string, path: string): readonly Obstacle[] {
  const writer = writerOf(path)
  const [major, minor] = library.split('.').map(Number)
  if (writer === null || (writer.major === major && writer.minor === minor)) return []
  const theirs = `${writer.major}.${writer.minor}.${writer.patch}`
  return [
    {
      id: 'library-skew',
      stops: false,
      what: `the file was last written by SQLite ${theirs}, and this is ${library}`,
      why: 'What one of them makes of a schema the other may not know, or take another way: an older library cannot read a file with what it does not know.',
      remedy: `Let the application and Reconcile use the same SQLite, or try the plan on a copy that the application opens.`,
    },
  ]
}

/** Null: a file that nobody has written yet, or that is not there. */
function writerOf(path: string): { readonly major: number; readonly minor: number; readonly patch: number } | null {
  const file = handleOf(path)
  const number = Buffer.alloc(4)
  if (file === null || readSync(file, number, 0, 4, place) < 4) return null
  const version = number.readUInt32BE()
  if (version === 0) return null
  return { major: Math.floor(version / 1_000_000), minor: Math.floor(version / 1000) % 1000, patch: version % 1000 }
}

/**
 * By what they are on the disk. Never closed: on POSIX a process that closes any handle of a file lets go of all its locks
 * on it, SQLite's too, and the next program that closes the database takes the log away under us
 * (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
const handles = new Map<string, number>()

function handleOf(path: string): number | null {
  try {
    const { dev, ino } = statSync(path, { bigint: true })
    const key = `${dev}:${ino}`
    const handle = handles.get(key) ?? openSync(path, 'r')
    handles.set(key, handle)
    return handle
  } catch {
    return null
  }
}
