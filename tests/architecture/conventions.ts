import type { SourceFile } from './source-tree.ts'

const maxLines = 300

/** Words that say nothing about what a file holds (DESIGN.md §2), as a whole name or as a part of one. */
const emptyNames: readonly string[] = ['common', 'misc', 'types', 'index']
const emptyParts = /(?:^|[-.])(?:utils?|helpers?|manager|service|handler|migrations?)(?:[-.]|$)/
const emptyIdentifiers =
  /\bexport (?:async )?(?:function\*?|const|class|interface|type) \w*(?:Utils?|Helpers?|Manager|Service|Handler)\b/

/** Layers that are pure and synchronous (DESIGN.md §3, and §4 on report). */
const pure = /^(?:lib|model|diff|operations|plan|hazards|report|tui\/view)\//

/** What breaks the style of the project in one file, one line each. */
export function brokenConventions(file: SourceFile): string[] {
  return [
    ...size(file),
    ...names(file),
    ...exportsOf(file),
    ...surroundings(file),
    ...(pure.test(file.path) && /\basync\b|\bawait\b|\bPromise\b/.test(withoutStrings(file.code))
      ? [`${file.path} is not synchronous`]
      : []),
  ]
}

function size({ path, text }: SourceFile): string[] {
  const lines = text.trimEnd().split('\n').length
  return lines > maxLines ? [`${path} has ${lines} lines, more than ${maxLines}`] : []
}

function names({ path, code }: SourceFile): string[] {
  const name = (path.split('/').at(-1) ?? '').replace(/\.tsx?$/, '')
  const isRoot = path === 'index.ts'
  const found: string[] = []
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) found.push(`${path} is not in kebab case`)
  if ((emptyNames.includes(name) && !isRoot) || emptyParts.test(name))
    found.push(`${path} has a name that says nothing`)
  const identifier = emptyIdentifiers.exec(code)?.[0]
  if (identifier !== undefined) found.push(`${path}: \`${identifier}\` has a name that says nothing`)
  return found
}

function exportsOf({ path, code }: SourceFile): string[] {
  const found: string[] = []
  if (/\bexport default\b|\bexport\s*\{[^}]*\bas default\b/.test(code)) found.push(`${path} has a default export`)
  if (path !== 'index.ts' && /^export\b[^'"`;=]*?\bfrom\s*['"]/m.test(code))
    found.push(`${path} passes on what another file exports`)
  return found
}

/** Only the wiring may know the process it lives in. */
function surroundings({ path, code }: SourceFile): string[] {
  if (path === 'main.ts' || path.startsWith('cli/')) return []
  const text = withoutStrings(code)
  const word = /(?<![.\w])(?:console|process)\s*[.[]|\bglobalThis\s*\.\s*(?:console|process)\b/.exec(text)?.[0]
  return word === undefined ? [] : [`${path} uses ${word.replace(/\s*[.[]$/, '')}`]
}

function withoutStrings(code: string): string {
  return code.replaceAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''")
}
