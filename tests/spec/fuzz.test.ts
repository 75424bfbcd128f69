import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { codeFrame } from '../../src/report/code-frame.ts'
import { bind } from '../../src/spec/bind.ts'
import { loadConfig } from '../../src/spec/config.ts'
import { loadSpecs } from '../../src/spec/load.ts'

const directory = mkdtempSync(join(tmpdir(), 'reconcile-fuzz-'))
const path = join(directory, 'reconcile-fuzz.yaml')
const specs = fileURLToPath(new URL('../../specs', import.meta.url))
const seeds = [
  ...readdirSync(specs).map((name) => readFileSync(join(specs, name), 'utf8')),
  readFileSync(new URL('every-key.yaml', import.meta.url), 'utf8'),
]

afterAll(() => rmSync(directory, { recursive: true }))

/** What is wrong with the answer to a text: it must be given, whatever is written, and every position must be in the text. */
async function complaints(text: string): Promise<readonly string[]> {
  writeFileSync(path, text)
  writeFileSync(join(directory, 'reconcile.yaml'), text)
  const config = await loadConfig(directory, {})
  const loaded = await loadSpecs(path, { cacheDir: null })
  const lines = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .split('\n')
  const bound = [postgres, sqlite].map((dialect) => bind(loaded, dialect, null))
  const places = bound.flatMap(({ desired }) => [...desired.sources.values()])
  const all = [...config.diagnostics, ...loaded.diagnostics, ...bound.flatMap(({ diagnostics }) => diagnostics)]
  const wrong = [...places, ...all.flatMap(({ position }) => (position === null ? [] : [position]))].filter(
    ({ line, column, length }) => !(line <= lines.length && column - 1 <= (lines[line - 1]?.length ?? 0) && length > 0),
  )
  const mute = all.filter(
    (diagnostic) => diagnostic.message === '' || !codeFrame(diagnostic, text).includes(diagnostic.id),
  )
  return [...wrong.map((position) => JSON.stringify(position)), ...mute.map(({ id }) => id)]
}

const scrap = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  ':',
  ': ',
  ',',
  '-',
  '- ',
  '#',
  '"',
  "'",
  '\t',
  '\n',
  '\n  ',
  '&a ',
  '*a',
  '!',
  '|',
  '>',
  '?',
  '<<: ',
  '~',
  'null',
  '__proto__',
  'constructor',
  'toString',
  '0',
  '1.50',
  '1e999',
  '\\u0000',
  '\u0000',
  '邮箱',
  '\uD83D',
  '---',
  '...',
  '%YAML',
  'true',
  '/~',
)

describe('nothing that is written makes it throw', () => {
  it('good specs with something put in, taken out or doubled', async () => {
    const edit = fc.record({ at: fc.nat(), drop: fc.nat(12), put: fc.array(scrap, { maxLength: 3 }) })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        async (seed, edits) => {
          const text = edits.reduce((now, { at, drop, put }) => {
            const start = at % (now.length + 1)
            return now.slice(0, start) + put.join('') + now.slice(start + drop)
          }, seed)
          expect(await complaints(text)).toEqual([])
        },
      ),
      { seed: 3, numRuns: 150 },
    )
  })

  it('random values in the places of others', async () => {
    const value = fc.json({ maxDepth: 3 })
    const names = [
      'tables',
      'enums',
      'columns',
      'unique',
      'indexes',
      'primary_key',
      'checks',
      'foreign_keys',
      'backfills',
      'set',
      'type',
      'a',
    ]
    const tree = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'medium' },
        value,
        fc.array(tie('node'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
        fc.dictionary(fc.constantFrom(...names), tie('node'), { maxKeys: 4 }).map(
          (members) =>
            `{${Object.entries(members)
              .map(([key, member]) => `${key}: ${member}`)
              .join(', ')}}`,
        ),
      ),
    })).node
    await fc.assert(
      fc.asyncProperty(
        tree,
        fc.constantFrom('', 'tables: {t: ', 'tables: {t: {columns: {a: text}, indexes: '),
        async (node, start) => {
          expect(await complaints(`${start}${node}${'}'.repeat(start.split('{').length - 1)}`)).toEqual([])
        },
      ),
      { seed: 4, numRuns: 150 },
    )
  })

  it('what is nested too deeply, or grows without bounds', async () => {
    expect(await complaints('['.repeat(20_000))).toEqual([])
    expect(await complaints('a: '.repeat(5_000))).toEqual([])
    expect(await complaints(`tables: ${'{a: '.repeat(3_000)}1${'}'.repeat(3_000)}`)).toEqual([])
    const grow = Array.from({ length: 12 }, (_, n) => `l${n + 1}: &l${n + 1} [${`*l${n},`.repeat(9)}]`).join('\n')
    expect(await complaints(`l0: &l0 [x]\n${grow}`)).toEqual([])
  })
})
