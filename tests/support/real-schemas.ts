import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { withoutAside } from '../../src/diff/aside.ts'
import type { Dialect } from '../../src/dialects/dialect.ts'
import type { Schema } from '../../src/model/schema.ts'
import { displayName } from '../../src/model/name.ts'
import { writeSpecs } from '../../src/spec/write/write.ts'

/** A schema as somebody who has never heard of Reconcile would write it. */
export interface RealSchema {
  readonly name: string
  readonly sql: string
  /** What its owners did to it next, by hand. */
  readonly next: string
  /** `kind name` of everything in it that the model does not know, from lines `-- unmodeled: kind name`. */
  readonly unmodeled: readonly string[]
}

const root = fileURLToPath(new URL('../schemas', import.meta.url))

export function realSchemas(engine: 'postgres' | 'sqlite' = 'postgres'): readonly RealSchema[] {
  const directory = engine === 'postgres' ? root : join(root, engine)
  return readdirSync(directory)
    .filter((file) => file.endsWith('.sql') && !file.endsWith('.next.sql'))
    .sort()
    .map((file) => {
      const sql = readFileSync(join(directory, file), 'utf8')
      const unmodeled = [...sql.matchAll(/^-- unmodeled: (.*)$/gm)].map(([, item = '']) => item)
      const name = basename(file, '.sql')
      const next = readFileSync(join(directory, `${name}.next.sql`), 'utf8')
      return { name, sql, next, unmodeled: unmodeled.sort() }
    })
}

export function unmodeledIn({ unmodeled }: Schema): string[] {
  return [...new Set(unmodeled.map(({ kind, name }) => `${kind} ${displayName(name)}`))].sort()
}

/** What the database at `url` holds, as the model has it. */
export async function schemaAt(url: string, dialect: Dialect): Promise<Schema> {
  const session = await dialect.connect(url, 'the judge')
  try {
    return withoutAside(await dialect.introspect(session))
  } finally {
    await session.close()
  }
}

/** Writes the specs that `inspect` would into a directory of their own. Returns it. */
export async function specsOf(name: string, schema: Schema, dialect: Dialect, serverVersion: string): Promise<string> {
  const at = join(inject('sqliteDirectory'), `specs-${process.pid}-${name}`)
  await mkdir(at, { recursive: true })
  const files = writeSpecs(schema, { dialect, serverVersion, layout: 'schema', jsonSchema: '../spec.schema.json' })
  for (const [file, text] of files) await writeFile(join(at, file), text)
  return at
}
