import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postgres } from '../src/dialects/postgres/dialect.ts'
import type { Schema } from '../src/model/schema.ts'
import { type FreshPostgres, freshPostgres, postgresMajors } from './support/databases.ts'
import { mustBe, openStage } from './support/judge-stage.ts'
import { type RealSchema, realSchemas, schemaAt, specsOf, unmodeledIn } from './support/real-schemas.ts'

const schemas = realSchemas()

describe.each(postgresMajors())('schemas that nobody here wrote, on PostgreSQL %i', (major) => {
  const databases: FreshPostgres[] = []
  const built = new Map<string, { readonly url: string; readonly schema: Schema; readonly specs: string }>()

  async function fresh(): Promise<FreshPostgres> {
    const database = await freshPostgres(major)
    databases.push(database)
    return database
  }

  async function build({ name, sql }: RealSchema): Promise<void> {
    const { url } = await fresh()
    await run(url, sql)
    const schema = await schemaAt(url, postgres)
    built.set(name, { url, schema, specs: await specsOf(`${major}-${name}`, schema, postgres, `${major}.0`) })
  }

  beforeAll(async () => {
    for (const one of schemas) await build(one)
  }, 120_000)

  afterAll(async () => {
    for (const database of databases) await database.drop()
  })

  const of = (name: string): { readonly url: string; readonly schema: Schema; readonly specs: string } => {
    const found = built.get(name)
    if (found === undefined) throw new Error(`${name} could not be built`)
    return found
  }

  test.each(schemas)('$name is read whole: what is not modelled is listed', ({ name, unmodeled }) => {
    expect(of(name).schema.tables.length).toBeGreaterThanOrEqual(30)
    expect(unmodeledIn(of(name).schema)).toEqual(unmodeled)
  })

  test.each(schemas)('$name written down leaves nothing to do', async ({ name }) => {
    const stage = await openStage(of(name).url, of(name).specs)
    expect((await stage.planned()).steps.map(({ title }) => title)).toEqual([])
  })

  test.each(schemas)('$name is built from what was written down, the same', async ({ name }) => {
    const { url } = await fresh()
    const empty = withoutUnmodeled(await schemaAt(url, postgres))
    const stage = await openStage(url, of(name).specs)
    mustBe('done', await stage.apply(await stage.planned()))
    expect(withoutUnmodeled(await schemaAt(url, postgres))).toEqual(withoutUnmodeled(of(name).schema))
    expect((await stage.planned()).steps.map(({ title }) => title)).toEqual([])
    mustBe('rolled_back', await stage.rollback())
    expect(withoutUnmodeled(await schemaAt(url, postgres))).toEqual(empty)
  })

  test.each(schemas)('$name becomes what its owners made of it, and comes back', async ({ name, sql, next }) => {
    const wanted = await fresh()
    await run(wanted.url, sql, next)
    const after = await schemaAt(wanted.url, postgres)
    const specs = await specsOf(`${major}-${name}-next`, after, postgres, `${major}.0`)
    const { url } = await fresh()
    const first = await openStage(url, of(name).specs)
    mustBe('done', await first.apply(await first.planned()))
    const before = await schemaAt(url, postgres)
    const second = await openStage(url, specs)
    mustBe('done', await second.apply(await second.planned()))
    expect(withoutUnmodeled(await schemaAt(url, postgres))).toEqual(withoutUnmodeled(after))
    expect((await second.planned()).steps.map(({ title }) => title)).toEqual([])
    mustBe('rolled_back', await second.rollback())
    const back = withoutUnmodeled(await schemaAt(url, postgres))
    // Labels of enums stay (R23).
    expect({ ...back, enums: back.enums.map(({ name }) => name) }).toEqual({
      ...withoutUnmodeled(before),
      enums: before.enums.map(({ name }) => name),
    })
  })
})

async function run(url: string, ...texts: readonly string[]): Promise<void> {
  const session = await postgres.connect(url, 'psql')
  try {
    for (const sql of texts) await session.execute(sql)
  } finally {
    await session.close()
  }
}

/** Specs cannot build what the model does not know. */
function withoutUnmodeled(schema: Schema): Schema {
  const tables = schema.tables.map((table) => ({
    ...table,
    // Names that only PostgreSQL gives.
    partitionOf: table.partitionOf && { ...table.partitionOf, parts: { indexes: {}, foreignKeys: {} } },
  }))
  return { ...schema, tables, unmodeled: [], quarantined: [] }
}
