import type { Import, SourceFile } from './source-tree.ts'

interface Layer {
  /** Other layers it may import, type-only imports included. `*`: all of them. */
  readonly imports: readonly string[]
  /** Packages, and Node's own modules. */
  readonly packages: readonly string[]
}

/** The dialect seam: the contract without the dialects. */
const seam = 'dialects'

/**
 * DESIGN.md §4 as data, in the order data meets the folders. Where the table there says "all above", the layers are
 * spelled out. `cli` and `main.ts` wire everything together.
 */
export const layers: Readonly<Record<string, Layer>> = {
  lib: { imports: [], packages: ['node:crypto'] },
  model: { imports: ['lib'], packages: [] },
  spec: {
    imports: ['model', 'lib', seam],
    packages: [
      'ajv',
      'yaml',
      'string-width',
      'node:crypto',
      'node:fs',
      'node:fs/promises',
      'node:module',
      'node:path',
      'node:url',
    ],
  },
  [seam]: { imports: ['model', 'lib'], packages: [] },
  'dialects/postgres': {
    imports: ['model', 'lib', seam],
    packages: ['node:crypto', 'node:dns', 'node:fs', 'node:net', 'node:os', 'node:path', 'node:tls', 'node:url'],
  },
  'dialects/sqlite': {
    imports: ['model', 'lib', seam],
    packages: ['node:crypto', 'node:fs', 'node:os', 'node:path', 'node:url'],
  },
  diff: { imports: ['model', 'lib'], packages: [] },
  operations: { imports: ['model', 'lib', seam], packages: [] },
  // Departure from §4, which leaves hazards out: each step carries its hazards within what the plan's id hashes.
  plan: { imports: ['model', 'lib', 'operations', 'hazards', seam], packages: [] },
  // The seam: a rule asks for facts (has this engine a concurrent form?) and statistics (is the table small?).
  hazards: { imports: ['model', 'lib', 'operations', seam], packages: [] },
  journal: { imports: ['model', 'lib', seam], packages: ['drizzle-orm', 'node:crypto', 'node:module'] },
  apply: { imports: ['model', 'lib', 'journal', seam], packages: ['node:crypto', 'node:timers/promises'] },
  report: { imports: ['model', 'lib'], packages: ['string-width', 'diff', 'node:module'] },
  bundle: {
    imports: ['model', 'lib', 'plan', 'report'],
    packages: ['node:fs', 'node:fs/promises', 'node:path'],
  },
  commands: {
    imports: [
      ...[
        'model',
        'lib',
        'spec',
        seam,
        'dialects/postgres',
        'dialects/sqlite',
        'diff',
        'operations',
        'plan',
        'hazards',
      ],
      ...['journal', 'apply', 'bundle'],
    ],
    packages: ['node:child_process', 'node:crypto', 'node:fs', 'node:fs/promises', 'node:os', 'node:path'],
  },
  tui: { imports: ['model', 'lib', 'report'], packages: ['ink', 'react', 'string-width'] },
  cli: {
    imports: ['*'],
    packages: [
      'commander',
      'ink',
      'react',
      'node:fs',
      'node:fs/promises',
      'node:os',
      'node:path',
      'node:process',
      'node:readline/promises',
      'node:url',
    ],
  },
  'main.ts': { imports: ['*'], packages: ['node:process', 'node:module'] },
}

/** Part of the language in all but name. */
const everywhere: readonly string[] = ['node:buffer']

/** A package that is allowed in one place of a layer only. */
const confined: readonly { readonly path: RegExp; readonly package: string }[] = [
  { path: /^dialects\/postgres\/connect\.ts$/, package: 'pg' },
  { path: /^dialects\/sqlite\/connect\.ts$/, package: 'better-sqlite3' },
  // `kill(pid, 0)` and our own `pid` tell whether the owner of a lock is still alive.
  { path: /^dialects\/sqlite\/mutex\.ts$/, package: 'node:process' },
]

/** The layer a file of `src/` belongs to: its folder, a dialect's own folder, or the file itself at the root. */
export function layerOf(path: string): string {
  const [folder = '', next = ''] = path.split('/')
  if (folder !== seam) return folder
  return path.split('/').length > 2 ? `${seam}/${next}` : seam
}

/** What a file imports and may not, one line each. */
export function forbiddenImports({ path, imports }: SourceFile): string[] {
  const name = layerOf(path)
  const layer = layers[name]
  if (layer === undefined) return [`${path} is in no folder of DESIGN.md §4`]
  return imports
    .filter((one) => !(one.ours ? mayImport(name, layer, layerOf(one.to)) : mayUse(path, layer, one)))
    .map(({ to }) => `${path} imports ${to}`)
}

function mayImport(name: string, layer: Layer, target: string): boolean {
  return target === name || layer.imports.includes(target) || layer.imports.includes('*')
}

function mayUse(path: string, layer: Layer, { to }: Import): boolean {
  const name = to.startsWith('node:') || to.startsWith('@') ? to : (to.split('/')[0] ?? to)
  return (
    layer.packages.includes(name) ||
    everywhere.includes(name) ||
    confined.some((place) => place.package === name && place.path.test(path))
  )
}
