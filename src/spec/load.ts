import { isUtf8 } from 'node:buffer'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { compareText } from '../lib/compare.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { hash, openCache, type SpecCache } from './cache.ts'
import type { SpecContent } from './content.ts'
import { schemaCheck, schemaText } from './schema-check.ts'
import { lazyLocate, type SpecFile } from './spec-file.ts'
import { withTextFiles } from './text-files.ts'
import { parseYaml } from './yaml-text.ts'

export interface LoadedSpecs {
  /** In the order of their names. */
  readonly files: readonly SpecFile[]
  readonly diagnostics: readonly Diagnostic[]
  /** False when a file could not be read at all: what it would have declared is unknown. */
  readonly complete: boolean
}

/** Raise it when the same text is going to be read differently. */
const parserVersion = 1

const check = schemaCheck<SpecContent>('spec.schema.json', {})

/**
 * Reads every *.yaml and *.yml under a directory but reconcile.yaml, or one file. Files that have not changed come
 * from the cache in `cacheDir` (null: no cache). Never throws: all problems of all files are in `diagnostics`.
 */
export async function loadSpecs(
  directory: string,
  options: { readonly cacheDir: string | null },
): Promise<LoadedSpecs> {
  const listed = list(directory)
  if ('problem' in listed) return { files: [], diagnostics: [listed.problem], complete: false }
  const cache = openCache(options.cacheDir, `${parserVersion} ${hash(schemaText('spec.schema.json'))}`)
  const loaded = listed.paths.map((path) => loadFile(path, cache))
  cache.save()
  return {
    files: loaded.flatMap(({ file }) => (file === null ? [] : [file])),
    diagnostics: loaded.flatMap(({ diagnostics }) => diagnostics),
    complete: loaded.every(({ whole }) => whole),
  }
}

/** The text a diagnostic of `file` is about, for `codeFrame`. */
export function specText(specs: LoadedSpecs, file: string): string | null {
  return specs.files.find(({ name }) => name === file)?.text ?? null
}

interface LoadedFile {
  readonly file: SpecFile | null
  readonly diagnostics: readonly Diagnostic[]
  readonly whole: boolean
}

function loadFile(path: string, cache: SpecCache): LoadedFile {
  let text: string
  try {
    text = readText(path)
  } catch (error) {
    const message = `${path} cannot be read: ${reasonOf(error)}`
    return { file: null, diagnostics: [fileProblem('unreadable-file', message, 'check its permissions')], whole: false }
  }
  // Decoding replaces what is not UTF-8; most files have no replacement character, and need no second look.
  if (text.includes('\uFFFD') && !isUtf8(readFileSync(path))) {
    return {
      file: null,
      diagnostics: [fileProblem('not-utf8', `${path} is not UTF-8`, 'save it as UTF-8')],
      whole: false,
    }
  }
  const key = hash(text)
  const cached = cache.get(key)
  if (cached !== null) {
    const locate = lazyLocate(text, path)
    const { content, diagnostics } = withTextFiles(cached, { name: path, text, locate })
    return { file: { name: path, text, content, damaged: new Set<string>(), locate }, diagnostics, whole: true }
  }
  const yaml = parseYaml(text, path)
  const readable = yaml.diagnostics.every(({ id }) => id === 'duplicate-key')
  const checked = readable ? check(yaml) : { content: {}, diagnostics: [], damaged: new Set<string>() }
  const diagnostics = [...yaml.diagnostics, ...checked.diagnostics]
  if (diagnostics.length === 0) cache.put(key, checked.content)
  // A parsed document takes far more memory than its text, so only one that is needed for sure is kept.
  const locate = diagnostics.length === 0 ? lazyLocate(text, path) : yaml.locate
  const { damaged } = checked
  const { content, diagnostics: missing } = withTextFiles(checked.content, { name: path, text, locate })
  const file = { name: path, text, locate, content, damaged }
  return { file, diagnostics: [...diagnostics, ...missing], whole: readable }
}

/** Without the byte order mark. */
function readText(path: string): string {
  const text = readFileSync(path, 'utf8')
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

function list(directory: string): { readonly paths: readonly string[] } | { readonly problem: Diagnostic } {
  try {
    if (statSync(directory).isFile()) return { paths: [directory] }
    const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
    const folders = new Map(entries.map(({ parentPath }) => [parentPath, '']))
    // Working a path out takes longer than sorting thousands.
    for (const folder of folders.keys()) folders.set(folder, relative(directory, folder))
    const paths = entries
      .filter((entry) => !entry.isDirectory() && /\.ya?ml$/i.test(entry.name))
      .filter(({ name, parentPath }) => isSpec([folders.get(parentPath) ?? '', name]))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort(compareText)
    if (paths.length > 0) return { paths }
    const example = join(directory, 'customers.yaml')
    const help = `create one, for example ${example}, or name another directory with --specs`
    return { problem: fileProblem('no-specs', `there is no spec (*.yaml) in ${directory}`, help) }
  } catch (error) {
    const message = `the specs directory ${directory} cannot be read: ${reasonOf(error)}`
    return { problem: fileProblem('no-specs', message, 'create it, or name another one with --specs') }
  }
}

/** Not the configuration at the top, and nothing hidden. */
function isSpec([folder, name]: readonly [string, string]): boolean {
  if (folder === '' && /^reconcile\.ya?ml$/i.test(name)) return false
  return !name.startsWith('.') && folder.split(sep).every((part) => !part.startsWith('.'))
}

function fileProblem(id: string, message: string, help: string): Diagnostic {
  return { id, severity: 'error', message, help, position: null, sqlState: null }
}

/** `ENOENT: no such file or directory, scandir 'specs'` → `no such file or directory`. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return /^[A-Z]+: ([^,]+)/.exec(text)?.[1] ?? text
}
