import { randomUUID, hash as sha } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SpecContent } from './content.ts'

/** Spec files that were found right; the key is the hash of their text. */
export interface SpecCache {
  get(key: string): SpecContent | null
  put(key: string, content: SpecContent): void
  /** Writes what this load has used, when it differs from what was there. */
  save(): void
}

/**
 * One file in `directory`, for this version of the parser and of the schema. The cache only saves time: a file that
 * cannot be read, is damaged, or cannot be written, counts as empty.
 */
export function openCache(directory: string | null, version: string): SpecCache {
  if (directory === null) return { get: () => null, put: () => undefined, save: () => undefined }
  const file = join(directory, 'specs.json')
  const before = read(file, version)
  const used = new Map<string, SpecContent>()
  let fresh = false
  return {
    get(key) {
      const content = before.get(key)
      if (content !== undefined) used.set(key, content)
      return content ?? null
    },
    put(key, content) {
      used.set(key, content)
      fresh = true
    },
    save() {
      if (!fresh && used.size === before.size) return
      const body = JSON.stringify({ version, files: [...used] })
      try {
        write(directory, file, `${hash(body)}\n${body}`)
      } catch {
        // A cache that cannot be written is no reason to stop.
      }
    },
  }
}

/** Whole or not at all: another process may be reading. */
function write(directory: string, file: string, text: string): void {
  mkdirSync(directory, { recursive: true })
  const unfinished = `${file}.${randomUUID()}`
  try {
    writeFileSync(unfinished, text)
    renameSync(unfinished, file)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}

function read(file: string, version: string): ReadonlyMap<string, SpecContent> {
  try {
    const text = readFileSync(file, 'utf8')
    const end = text.indexOf('\n')
    const body = text.slice(end + 1)
    if (text.slice(0, end) !== hash(body)) return new Map()
    // The hash says that this is what `save` wrote, whole.
    const stored: { version: string; files: [string, SpecContent][] } = JSON.parse(body)
    return stored.version === version ? new Map(stored.files) : new Map()
  } catch {
    return new Map()
  }
}

export function hash(text: string): string {
  return sha('sha256', text, 'hex')
}
