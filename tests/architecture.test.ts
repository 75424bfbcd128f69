import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { rules } from '../src/hazards/registry.ts'
import { operations } from '../src/operations/registry.ts'
import { brokenConventions } from './architecture/conventions.ts'
import { forbiddenImports, layerOf, layers } from './architecture/layers.ts'
import { importCycles, readTree, sourceFile } from './architecture/source-tree.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const files = readTree(`${root}src`)
const paths = new Set(files.map(({ path }) => path))

describe('the tree was seen', () => {
  test('files of every layer, and their imports', () => {
    const seen = new Set(files.map(({ path }) => layerOf(path)))
    expect([...seen].sort()).toEqual(Object.keys(layers).sort())
    expect(files.length).toBeGreaterThan(250)
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(1000)
  })

  test('every import of our own leads to a file that was read', () => {
    const lost = files.flatMap(({ path, imports }) =>
      imports
        .filter(({ ours, to }) => ours && !paths.has(to) && !(to.endsWith('.json') && existsSync(`${root}src/${to}`)))
        .map(({ to }) => `${path} imports ${to}`),
    )
    expect(lost).toEqual([])
  })
})

describe('src/', () => {
  test('imports along DESIGN.md §4 only', () => {
    expect(files.flatMap(forbiddenImports)).toEqual([])
  })

  test('has no import cycle, type-only imports included', () => {
    expect(importCycles(files, true)).toEqual([])
  })

  test('keeps its conventions', () => {
    expect(files.flatMap(brokenConventions)).toEqual([])
  })
})

describe('every operation', () => {
  const kinds = Object.keys(operations)

  test('is a file of its own', () => {
    expect(kinds.length).toBeGreaterThan(30)
    expect(kinds.filter((kind) => !paths.has(`operations/${kind.replaceAll('_', '-')}.ts`))).toEqual([])
  })

  /** The table in `tests/plan/operations.test.ts` does not compile without an entry for each kind. */
  test('has its expected steps written down', () => {
    const text = (name: string): string => readFileSync(`${root}tests/plan/${name}.ts`, 'utf8')
    expect(text('operations.test')).toContain('const examples: { readonly [K in ChangeKind]: Example }')
    const files = ['table-examples', 'rule-examples', 'object-examples', 'physical-examples', 'swap-examples']
    const table = files.map(text).join('')
    expect(kinds.filter((kind) => !new RegExp(`^  ${kind}: \\{`, 'm').test(table))).toEqual([])
  })
})

describe('every hazard rule', () => {
  const readme = existsSync(`${root}README.md`) ? readFileSync(`${root}README.md`, 'utf8') : ''

  test('is a file of its own, and every file of hazards/ is a registered rule or what rules share', () => {
    const shared = ['registry', 'rule']
    const found = [...paths].flatMap((path) => /^hazards\/(.+)\.ts$/.exec(path)?.[1] ?? [])
    expect(rules.map(({ id }) => id).sort()).toEqual(found.filter((name) => !shared.includes(name)).sort())
  })

  test('has a test that sees it report and allow', () => {
    const tests = readdirSync(`${root}tests/hazards`)
    const without = rules.filter(({ id }) => {
      if (!tests.includes(`${id}.test.ts`)) return true
      const text = readFileSync(`${root}tests/hazards/${id}.test.ts`, 'utf8')
      return !/\breports: \[\s*\{/.test(text) || !/\ballows: \[\s*\{/.test(text)
    })
    expect(without.map(({ id }) => id)).toEqual([])
  })

  test('is in README.md', () => {
    expect(rules.filter(({ id }) => !readme.includes(`\`${id}\``)).map(({ id }) => id)).toEqual([])
  })
})

describe('a planted violation is caught', () => {
  const imports = (path: string, text: string): string[] => forbiddenImports(sourceFile(path, text))
  const conventions = (path: string, text: string): string[] => brokenConventions(sourceFile(path, text))

  test.for([
    ['model/name.ts', "import { diff } from '../diff/diff.ts'"],
    ['model/name.ts', "import type { Difference } from '../diff/diff.ts'"],
    ['model/name.ts', "import {\n  type Difference,\n} from '../diff/diff.ts'"],
    ['diff/diff.ts', "import type { Dialect } from '../dialects/dialect.ts'"],
    ['diff/diff.ts', "export { words } from '../operations/registry.ts'"],
    ['dialects/postgres/words.ts', "import { quote } from '../sqlite/words/quote.ts'"],
    ['dialects/postgres/words.ts', "import pg from 'pg'"],
    ['operations/add-column.ts', "const { words } = await import('../dialects/postgres/words.ts')"],
    ['apply/runs.ts', "import { operationFor } from '../operations/registry.ts'"],
    ['commands/plan.ts', "import Database from 'better-sqlite3'"],
    ['commands/plan.ts', "import { review } from '../tui/review-screen.tsx'"],
    ['tui/screen.tsx', "import 'node:fs'"],
    ['report/json.ts', "import { writeFileSync } from 'node:fs'"],
    ['helpers/anything.ts', ''],
  ] as const)('%s: %s', ([path, text]) => {
    expect(imports(path, text)).toHaveLength(1)
  })

  test('what the table allows is let through', () => {
    expect(imports('dialects/postgres/connect.ts', "import pg from 'pg'")).toEqual([])
    expect(imports('journal/store.ts', "import { sql } from 'drizzle-orm/pg-core'")).toEqual([])
    expect(imports('plan/plan.ts', "// import { x } from '../tui/screen.tsx'")).toEqual([])
  })

  test.for([
    ['plan/plan.ts', 'export default plan'],
    ['plan/plan.ts', "export { plan } from './other.ts'"],
    ['plan/plan.ts', "export * from './other.ts'"],
    ['plan/plan.ts', 'export async function plan() {}'],
    ['apply/runs.ts', 'console.log(1)'],
    ['apply/runs.ts', 'const home = process.env.HOME'],
    ['apply/runs.ts', 'globalThis.process.exit(1)'],
    ['apply/runs.ts', 'export class RunManager {}'],
    ['lib/string-utils.ts', ''],
    ['lib/types.ts', ''],
    ['lib/index.ts', ''],
    ['lib/someThing.ts', ''],
  ] as const)('%s: %s', ([path, text]) => {
    expect(conventions(path, text)).toHaveLength(1)
  })

  test('a file that is too long', () => {
    expect(conventions('lib/long.ts', 'x\n'.repeat(300))).toEqual([])
    expect(conventions('lib/long.ts', 'x\n'.repeat(301))).toHaveLength(1)
  })

  test('what only looks like one is let through', () => {
    expect(conventions('apply/runs.ts', "// console.log\nconst text = 'process.exit'")).toEqual([])
    expect(conventions('dialects/sqlite/column-types.ts', '/** An async Promise. */')).toEqual([])
    expect(conventions('cli/io.ts', 'process.exit(1)')).toEqual([])
  })

  test('a cycle, also one made of types', () => {
    const a = sourceFile('lib/a.ts', "import { b } from './b.ts'")
    const b = sourceFile('lib/b.ts', "import { c } from './c.ts'")
    expect(importCycles([a, b, sourceFile('lib/c.ts', "import { a } from './a.ts'")], false)).toEqual([
      'lib/a.ts → lib/b.ts → lib/c.ts → lib/a.ts',
    ])
    const typed = [a, b, sourceFile('lib/c.ts', "import type { a } from './a.ts'")]
    expect(importCycles(typed, false)).toEqual([])
    expect(importCycles(typed, true)).toHaveLength(1)
  })
})
