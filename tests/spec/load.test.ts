import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { sourceKey } from '../../src/model/desired.ts'
import { bind } from '../../src/spec/bind.ts'
import { loadSpecs, specText } from '../../src/spec/load.ts'

let directory = ''
let cacheDir = ''
let scratch = ''

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'reconcile-spec-'))
  directory = join(scratch, 'specs')
  cacheDir = join(scratch, 'state', '.cache')
  mkdirSync(directory)
})

afterEach(() => rmSync(scratch, { recursive: true }))

function write(name: string, text: string): string {
  const path = join(directory, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  return path
}

const stores = 'tables:\n  stores: { columns: { id: bigint }, primary_key: [id] }\n'

describe('loadSpecs', () => {
  it('reads all of a directory in order, but neither reconcile.yaml nor what is hidden', async () => {
    write('b.yaml', stores)
    write('a/z.yml', 'enums: { status: [a] }')
    write('reconcile.yaml', 'targets: 5')
    write('.draft.yaml', 'nonsense: 1')
    write('.git/x.yaml', 'nonsense: 1')
    write('notes.txt', 'nonsense: 1')
    write('empty.yaml', '# nothing yet\n')
    const { files, diagnostics, complete } = await loadSpecs(directory, { cacheDir: null })
    expect(files.map(({ name }) => name)).toEqual(
      ['a/z.yml', 'b.yaml', 'empty.yaml'].map((name) => join(directory, name)),
    )
    expect(diagnostics).toEqual([])
    expect(complete).toBe(true)
  })

  it('reads one file, with a byte order mark and Windows line ends', async () => {
    const path = write('one.yaml', `\uFEFF${stores}enums: { x: [] }\n`.replaceAll('\n', '\r\n'))
    const { files, diagnostics } = await loadSpecs(path, { cacheDir: null })
    expect(files.length).toBe(1)
    expect(diagnostics).toMatchObject([{ id: 'empty', position: { line: 3, column: 13, length: 2 } }])
  })

  it('says so when there is nothing to read', async () => {
    for (const path of [directory, join(directory, 'missing')]) {
      const { diagnostics, complete } = await loadSpecs(path, { cacheDir: null })
      expect(diagnostics).toMatchObject([{ id: 'no-specs', severity: 'error', position: null }])
      expect(diagnostics[0]?.message).toContain(path)
      expect(complete).toBe(false)
    }
  })

  it('says which file is not UTF-8, or cannot be read, and reads the others', async () => {
    write('good.yaml', stores)
    writeFileSync(join(directory, 'latin1.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xe9]))
    symlinkSync(join(directory, 'gone'), join(directory, 'link.yaml'))
    const { files, diagnostics } = await loadSpecs(directory, { cacheDir: null })
    expect(files.map(({ name }) => name)).toEqual([join(directory, 'good.yaml')])
    expect(diagnostics.map(({ id }) => id)).toEqual(['not-utf8', 'unreadable-file'])
    expect(diagnostics[1]?.message).toContain('no such file')
  })

  it('a broken file hides no problem of the others, and blames none on them', async () => {
    write('a.yaml', 'tables:\n  a: { columns: { id: bigint\n')
    write('b.yaml', 'tables:\n  b: { columns: { id: { type: bigint, references: a.id } }, primary_kee: [id] }\n')
    const specs = await loadSpecs(directory, { cacheDir: null })
    const { diagnostics } = bind(specs, postgres, null)
    expect(specs.diagnostics.map(({ id }) => id)).toEqual(['yaml-syntax', 'unknown-key'])
    expect(diagnostics).toEqual([])
  })

  it('a table that does not fit blames nothing on those that refer to it', async () => {
    write('a.yaml', 'tables:\n  a: 5\n  b: { columns: { id: { type: bigint, identity: no } } }\n')
    write(
      'c.yaml',
      'tables:\n  c: { columns: { a: { type: bigint, references: a.id }, b: { type: bigint, references: b.id } } }\n',
    )
    const specs = await loadSpecs(directory, { cacheDir: null })
    expect(specs.diagnostics.map(({ id }) => id)).toEqual(['wrong-type', 'unknown-value'])
    expect(bind(specs, postgres, null).diagnostics).toEqual([])
  })

  it('a table declared in two files names both places', async () => {
    write('a.yaml', stores)
    const second = write('b.yaml', `# again\n${stores}`)
    const specs = await loadSpecs(directory, { cacheDir: null })
    const { diagnostics } = bind(specs, postgres, null)
    expect(diagnostics).toMatchObject([
      { id: 'duplicate-name', position: { file: second, line: 3, column: 3, length: 6 } },
    ])
    expect(diagnostics[0]?.help).toContain(`${join(directory, 'a.yaml')}:2`)
    expect(specText(specs, second)).toContain('# again')
  })
})

describe('the cache', () => {
  const cacheFile = (): string => join(cacheDir, 'specs.json')

  it('gives the same schema and the same positions', async () => {
    write('stores.yaml', stores)
    const cold = bind(await loadSpecs(directory, { cacheDir }), postgres, null)
    const cached = await loadSpecs(directory, { cacheDir })
    const warm = bind(cached, postgres, null)
    expect(warm.desired.schema).toEqual(cold.desired.schema)
    const key = sourceKey('column', { schema: 'public', name: 'stores' }, 'id')
    expect(warm.desired.sources.get(key)).toEqual({
      file: join(directory, 'stores.yaml'),
      line: 2,
      column: 24,
      length: 2,
    })
    expect(warm.desired.sources.get(key)).toEqual(cold.desired.sources.get(key))
  })

  it('is what is read the second time, and not what has changed since', async () => {
    const path = write('stores.yaml', stores)
    await loadSpecs(directory, { cacheDir })
    const before = readFileSync(cacheFile(), 'utf8')
    await loadSpecs(directory, { cacheDir })
    expect(readFileSync(cacheFile(), 'utf8')).toBe(before)
    writeFileSync(path, stores.replace('bigint', 'integer'))
    const { files } = await loadSpecs(directory, { cacheDir })
    expect(files[0]?.content.tables?.['stores']?.columns).toEqual({ id: 'integer' })
    expect(readFileSync(cacheFile(), 'utf8')).not.toBe(before)
    expect(readdirSync(cacheDir)).toEqual(['specs.json'])
  })

  it('keeps nothing that was wrong', async () => {
    write('stores.yaml', 'tables: { stores: { columns: { id: 5 } } }')
    const first = await loadSpecs(directory, { cacheDir })
    const second = await loadSpecs(directory, { cacheDir })
    expect(second.diagnostics).toEqual(first.diagnostics)
    expect(second.diagnostics.length).toBe(1)
  })

  it('that is damaged, of another version, or cannot be written, does not matter', async () => {
    write('stores.yaml', stores)
    const expected = (await loadSpecs(directory, { cacheDir })).files.map(({ content }) => content)
    const good = readFileSync(cacheFile(), 'utf8')
    for (const bad of ['', 'x', good.slice(0, -5), good.replace('bigint', 'bigwig'), '{}\n{}', '\u0000']) {
      writeFileSync(cacheFile(), bad)
      const { files, diagnostics } = await loadSpecs(directory, { cacheDir })
      expect(diagnostics).toEqual([])
      expect(files.map(({ content }) => content)).toEqual(expected)
      expect(readFileSync(cacheFile(), 'utf8')).toBe(good)
    }
    rmSync(cacheDir, { recursive: true })
    writeFileSync(cacheDir, 'a file where the directory should be')
    expect((await loadSpecs(directory, { cacheDir })).files.map(({ content }) => content)).toEqual(expected)
    rmSync(cacheDir)
    mkdirSync(cacheDir)
    chmodSync(cacheDir, 0o500)
    expect((await loadSpecs(directory, { cacheDir })).files.map(({ content }) => content)).toEqual(expected)
    chmodSync(cacheDir, 0o700)
  })
})
