import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import type { Diagnostic } from '../../src/model/diagnostic.ts'
import { bind } from '../../src/spec/bind.ts'
import { loadSpecs } from '../../src/spec/load.ts'

const directory = fileURLToPath(new URL('invalid', import.meta.url))
const files = readdirSync(directory)

/** `12:7 error unknown-key "emial"`: place, kind, and the text that is marked. */
interface Line {
  readonly expected: readonly string[]
  readonly actual: readonly string[]
}

/**
 * Each file says on the offending line what is wrong there: `# error: id "marked text"`, several divided by ` | `.
 * Its first line may name the engine: `# engine: postgres 14.20`.
 */
async function judge(file: string): Promise<Line & { readonly diagnostics: readonly Diagnostic[] }> {
  const path = join(directory, file)
  const text = readFileSync(path, 'utf8')
  const [, engine = 'postgres', version = null] = /^# engine: (\w+)(?: ([\d.]+))?/.exec(text) ?? []
  const specs = await loadSpecs(path, { cacheDir: null })
  const bound = bind(specs, engine === 'sqlite' ? sqlite : postgres, version)
  const diagnostics = [...specs.diagnostics, ...bound.diagnostics]
  const lines = text.split('\n')
  const expected = lines.flatMap((line, index) => {
    const comment = /# ((?:error|warning|info): .*)$/.exec(line)
    if (comment === null) return []
    const written = line.slice(0, comment.index)
    return (comment[1] ?? '').split(' | ').map((each) => {
      const [, severity = 'error', id, marked] = /^(?:(error|warning|info): )?([a-z-]+) (".*")$/.exec(each) ?? []
      const value: unknown = JSON.parse((marked ?? '""').replaceAll('\t', '\\t'))
      return `${index + 1}:${column(written, String(value))} ${severity} ${id} ${String(value)}`
    })
  })
  const actual = diagnostics.map(({ id, severity, position }) => {
    const line = lines[(position?.line ?? 0) - 1] ?? ''
    const start = (position?.column ?? 0) - 1
    return `${position?.line}:${position?.column} ${severity} ${id} ${line.slice(start, start + (position?.length ?? 0))}`
  })
  return { expected: expected.toSorted(), actual: actual.toSorted(), diagnostics }
}

/** Where the marked text stands as a word of its own: the last time, since keys repeat names that come before. */
function column(line: string, marked: string): number {
  return line.lastIndexOf(marked) + 1
}

describe('specs that are wrong', () => {
  it('are there', () => expect(files.length).toBeGreaterThan(10))

  it.each(files)('%s: each problem is found, once, at its place', async (file) => {
    const { expected, actual, diagnostics } = await judge(file)
    expect(expected).not.toEqual([])
    expect(actual).toEqual(expected)
    for (const { severity, message, help } of diagnostics) {
      expect(message).not.toBe('')
      expect(severity === 'info' || help !== null).toBe(true)
    }
  })
})

describe('what is said of them', () => {
  const written = mkdtempSync(join(tmpdir(), 'reconcile-invalid-'))
  afterAll(() => rmSync(written, { recursive: true }))

  it.each([
    ['partitions: { p: { from: a, to: [b] } }', 'partition p of t: from is text, not a list', 'write a list: [a]'],
    [
      'partitions: { p: { partitions: { q: rest } } }',
      'partition p of t: partitions.q: "rest" is not',
      'one of: default',
    ],
    ['partition_by: { range: [a], list: [a] }', 'table t: partition_by has both range and list', 'keep one'],
    ['renamed_from: true', 'table t: renamed_from is true, not text', 'The name it had before.'],
    ['backfills: { b: { set: { a: }, where: a > 0 } }', 'backfill b of t: set.a is empty', "'null', in quotes"],
    [
      'backfills: { b: { set: { a: 1 }, where: a > 0, batch: { target: 5 } } }',
      'backfill b of t: batch.target is a number, not text',
      'write a number and its unit (ms, s, m or h), such as 200ms',
    ],
  ])('%s', async (keys, message, help) => {
    const file = join(written, 'one.yaml')
    writeFileSync(file, `tables: { t: { columns: { a: date }, ${keys} } }`)
    const { diagnostics } = await loadSpecs(file, { cacheDir: null })
    expect(diagnostics).toMatchObject([
      { message: expect.stringContaining(message), help: expect.stringContaining(help) },
    ])
  })
})
