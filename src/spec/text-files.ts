import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { SpecContent } from './content.ts'
import type { Path } from './places.ts'
import type { SpecFile } from './spec-file.ts'

/** The keys whose text may stand in a file of its own: `body: { file: ./x.sql }`. */
const codeKeys: ReadonlySet<string> = new Set(['body', 'query'])

/**
 * The content with the text of such files in their place. They are read at every load, cached spec or not, so that the
 * cache needs to know nothing of them, and binding nothing of files.
 */
export function withTextFiles(
  content: SpecContent,
  { name, text, locate }: Pick<SpecFile, 'name' | 'text' | 'locate'>,
): { readonly content: SpecContent; readonly diagnostics: readonly Diagnostic[] } {
  // Most specs name no file, and need no second look.
  if (!/\bfile\b/.test(text)) return { content, diagnostics: [] }
  const diagnostics: Diagnostic[] = []
  const read = (file: string, path: Path): string => {
    const found = textOf(join(dirname(name), file))
    if ('text' in found) return found.text
    diagnostics.push({
      id: 'unreadable-file',
      severity: 'error',
      message: `${file} cannot be read: ${found.problem}`,
      help: `the path is relative to ${dirname(name)}`,
      position: locate(path, 'value'),
      sqlState: null,
    })
    return ''
  }
  return { content: replaced(content, [], read), diagnostics }
}

/** `value` is plain data and keeps its form, but for the files. */
function replaced<T>(value: T, path: Path, read: (file: string, path: Path) => string): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item: unknown, at) => replaced(item, [...path, String(at)], read)) as T
  const members = Object.entries(value).map(([key, member]: [string, unknown]) => {
    const here = [...path, key]
    const file = codeKeys.has(key) ? fileOf(member) : null
    return [key, file === null ? replaced(member, here, read) : read(file, [...here, 'file'])]
  })
  return Object.fromEntries(members) as T
}

/** A column may be called `body`; what has a file has nothing else. */
function fileOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return null
  return 'file' in value && typeof value.file === 'string' ? value.file : null
}

function textOf(path: string): { readonly text: string } | { readonly problem: string } {
  try {
    const bytes = readFileSync(path)
    if (!isUtf8(bytes)) return { problem: 'it is not UTF-8' }
    return {
      text: bytes
        .toString('utf8')
        .replace(/^\uFEFF/, '')
        .replaceAll('\r\n', '\n'),
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { problem: /^[A-Z]+: ([^,]+)/.exec(message)?.[1] ?? message }
  }
}
