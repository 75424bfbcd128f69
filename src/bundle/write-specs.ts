import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ReconcileError } from '../lib/errors.ts'

/**
 * Writes spec files, all or none: a file that is there and says something else is only replaced when `replace` says so.
 * Returns their paths. Throws `refused`, and `invalid_config` when the folder cannot be written to.
 */
export function writeSpecFiles(
  directory: string,
  files: ReadonlyMap<string, string>,
  replace: boolean,
): readonly string[] {
  const changed = [...files].filter(([name, text]) => textAt(join(directory, name)) !== text)
  const inTheWay = changed.map(([name]) => join(directory, name)).filter((path) => textAt(path) !== null)
  if (inTheWay.length > 0 && !replace) {
    throw new ReconcileError('refused', `these files are there already: ${inTheWay.join(', ')}; nothing was written`, {
      hint: 'Write to another folder with --out, or replace them with --force.',
    })
  }
  try {
    mkdirSync(directory, { recursive: true })
    for (const [name, text] of changed) writeFileSync(join(directory, name), text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ReconcileError('invalid_config', `the specs cannot be written to ${directory}: ${reason}`, {
      hint: 'Make the folder writable, or name another one with --out.',
      cause,
    })
  }
  return [...files.keys()].map((name) => join(directory, name))
}

/** Null: there is none. */
function textAt(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
