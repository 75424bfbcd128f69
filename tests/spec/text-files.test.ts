import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadSpecs } from '../../src/spec/load.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reconcile-files-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const spec = 'functions:\n  f: { returns: integer, body: { file: ./f.sql } }\n'

test('the text of a file is read anew at every load, from the cache or not', async () => {
  writeFileSync(join(directory, 'a.yaml'), spec)
  for (const text of ['select 1', 'select 2', 'select 3']) {
    writeFileSync(join(directory, 'f.sql'), `\uFEFF${text}\r\n`)
    const { files, diagnostics } = await loadSpecs(directory, { cacheDir: join(directory, '.cache') })
    expect(diagnostics).toEqual([])
    expect(files[0]?.content.functions?.['f']).toEqual({ returns: 'integer', body: `${text}\n` })
  }
})

test('a file that cannot be read is reported where it is named', async () => {
  writeFileSync(join(directory, 'a.yaml'), spec)
  const missing = await loadSpecs(directory, { cacheDir: null })
  expect(missing.diagnostics).toMatchObject([
    { id: 'unreadable-file', message: './f.sql cannot be read: no such file or directory', position: { line: 2 } },
  ])
  writeFileSync(join(directory, 'f.sql'), new Uint8Array([0xff, 0xfe, 0x41]))
  const binary = await loadSpecs(directory, { cacheDir: null })
  expect(binary.diagnostics).toMatchObject([{ message: './f.sql cannot be read: it is not UTF-8' }])
})

test('a column may be called body, and a function may have an argument called file', async () => {
  writeFileSync(
    join(directory, 'a.yaml'),
    'tables: { t: { columns: { body: text, file: text } } }\nfunctions: { f: { arguments: { file: text }, returns: text, body: select $1 } }\n',
  )
  const { diagnostics, files } = await loadSpecs(directory, { cacheDir: null })
  expect(diagnostics).toEqual([])
  expect(files[0]?.content.functions?.['f']).toMatchObject({ arguments: { file: 'text' } })
})
