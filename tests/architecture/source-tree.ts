import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

/** One file of `src/`, by its path there, with what it imports. */
export interface SourceFile {
  readonly path: string
  readonly text: string
  /** Without comments, for searches that must not find prose. */
  readonly code: string
  readonly imports: readonly Import[]
}

export interface Import {
  /** As a path in `src/` for our own files, as written for packages. */
  readonly to: string
  readonly ours: boolean
  readonly typeOnly: boolean
  /** `import('…')`: loaded on demand. */
  readonly dynamic: boolean
  /** What stands between `import` and `from`. */
  readonly clause: string
}

export function readTree(directory: string): SourceFile[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path))
    .sort()
    .map((path) => sourceFile(path, readFileSync(join(directory, path), 'utf8')))
}

export function sourceFile(path: string, text: string): SourceFile {
  const code = withoutComments(text)
  return { path, text, code, imports: importsOf(path, code) }
}

/** Strings are matched too, so that the `//` of a URL or the `/*` of a glob starts no comment. */
function withoutComments(text: string): string {
  return text.replaceAll(
    /('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_match, string: string | undefined) => string ?? ' ',
  )
}

function importsOf(path: string, code: string): Import[] {
  const found: Import[] = []
  const add = (specifier: string, clause: string, dynamic: boolean): void => {
    const ours = specifier.startsWith('.')
    const to = ours ? posix.normalize(posix.join(posix.dirname(path), specifier)) : specifier
    found.push({ to, ours, typeOnly: isTypeOnly(clause), dynamic, clause })
  }
  for (const [, clause = '', specifier = ''] of code.matchAll(
    /^(?:import|export)\b([^'"`;=]*?)\bfrom\s*['"]([^'"]+)['"]/gm,
  )) {
    add(specifier, clause.trim(), false)
  }
  for (const [, specifier = ''] of code.matchAll(/^import\s*['"]([^'"]+)['"]/gm)) add(specifier, '', false)
  for (const [, specifier = ''] of code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*[,)]/g)) add(specifier, '', true)
  return found
}

/** `import type …`, or braces in which every member says `type`. */
function isTypeOnly(clause: string): boolean {
  if (/^type\b/.test(clause)) return true
  const members = /^\{([^}]*)\}$/.exec(clause)?.[1]
  if (members === undefined) return false
  const named = members.split(',').map((member) => member.trim())
  return named.every((member) => member === '' || member.startsWith('type ')) && named.some((member) => member !== '')
}

/** Cycles of imports, each as the path around it. `types`: whether type-only imports count. */
export function importCycles(files: readonly SourceFile[], types: boolean): string[] {
  const targets = new Map(
    files.map(({ path, imports }) => [
      path,
      imports.filter(({ ours, typeOnly }) => ours && (types || !typeOnly)).map(({ to }) => to),
    ]),
  )
  const cycles: string[] = []
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start !== -1) {
      cycles.push([...trail.slice(start), path].join(' → '))
      return
    }
    if (done.has(path)) return
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path])
    done.add(path)
  }
  for (const path of targets.keys()) visit(path, [])
  return cycles
}
