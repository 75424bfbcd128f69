import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Dialect } from '../../../src/dialects/dialect.ts'
import type { Schema } from '../../../src/model/schema.ts'
import { bind } from '../../../src/spec/bind.ts'
import { loadSpecs } from '../../../src/spec/load.ts'

/** What the loader and the binder make of files; fails when they have anything against them. */
export async function readBack(
  files: ReadonlyMap<string, string>,
  dialect: Dialect,
  serverVersion: string,
): Promise<Schema> {
  const directory = mkdtempSync(join(tmpdir(), 'reconcile-written-'))
  try {
    for (const [name, text] of files) writeFileSync(join(directory, name), text)
    const specs = await loadSpecs(directory, { cacheDir: null })
    const { desired, diagnostics } = bind(specs, dialect, serverVersion)
    const errors = [...specs.diagnostics, ...diagnostics].filter(({ severity }) => severity === 'error')
    expect(errors.map(({ message }) => message)).toEqual([])
    return desired.schema
  } finally {
    rmSync(directory, { recursive: true })
  }
}
