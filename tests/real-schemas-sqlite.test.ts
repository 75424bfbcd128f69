import Database from 'better-sqlite3'
import { afterEach, describe, expect, test } from 'vitest'
import { sqlite } from '../src/dialects/sqlite/dialect.ts'
import type { Schema } from '../src/model/schema.ts'
import { type FreshSqlite, freshSqlite } from './support/databases.ts'
import { withoutPlaces } from './support/judge-catalogue.ts'
import { expectRowsSurvive, expectSame } from './support/judge-compare.ts'
import { pragmasOf } from './support/judge-pragmas.ts'
import { mustBe, openStage } from './support/judge-stage.ts'
import { survey } from './support/judge-survey.ts'
import { type RealSchema, realSchemas, schemaAt, specsOf, unmodeledIn } from './support/real-schemas.ts'

const databases: FreshSqlite[] = []

afterEach(async () => {
  for (const database of databases.splice(0)) await database.remove()
})

describe.each(realSchemas('sqlite'))('$name, which nobody here wrote, on SQLite', (one) => {
  test('is read whole: what is not modelled is listed', async () => {
    expect(unmodeledIn(await schemaAt(await built(one.sql), sqlite))).toEqual(one.unmodeled)
  })

  test('written down leaves nothing to do', async () => {
    const url = await built(one.sql)
    const stage = await openStage(url, await specsAt(url, one))
    expect((await stage.planned()).steps.map(({ title }) => title)).toEqual([])
  })

  test('is built from what was written down, the same', async () => {
    const old = await built(one.sql)
    const url = await built(...(one.sql.match(/^CREATE VIRTUAL TABLE .*$/gm) ?? []))
    const stage = await openStage(url, await specsAt(old, one))
    mustBe('done', await stage.apply(await stage.planned()))
    expect(modelled(await schemaAt(url, sqlite))).toEqual(modelled(await schemaAt(old, sqlite)))
    expect(await witnessed(url, old)).toEqual(await witnessed(old, old))
    expect((await stage.planned()).steps.map(({ title }) => title)).toEqual([])
    mustBe('rolled_back', await stage.rollback())
    const left = await schemaAt(url, sqlite)
    expect([left.tables, left.objects]).toEqual([[], []])
  })

  test('becomes what its owners made of it, rows and all, and comes back', async () => {
    const wanted = await built(one.sql, one.next)
    const url = await built(one.sql)
    const session = await sqlite.connect(url, 'the judge')
    try {
      const look = () => survey(sqlite, session)
      const before = await look()
      // Adopted first, so that what is no longer there goes.
      const adopted = await openStage(url, await specsAt(url, one))
      mustBe('done', await adopted.apply(await adopted.planned()))
      const stage = await openStage(url, await specsAt(wanted, { ...one, name: `${one.name}-next` }))
      const plan = await stage.planned()
      mustBe('done', await stage.apply(plan))
      const after = await look()
      expect(inAnyOrder(modelled(await schemaAt(url, sqlite)))).toEqual(
        inAnyOrder(modelled(await schemaAt(wanted, sqlite))),
      )
      expect(withoutPlaces(await witnessed(url, wanted))).toEqual(withoutPlaces(await witnessed(wanted, wanted)))
      await expectRowsSurvive({ before, after, plan, renames: [], enumRenames: [], dialect: sqlite, session })
      expect((await stage.planned()).steps.map(({ title }) => title)).toEqual([])
      mustBe('rolled_back', await stage.rollback())
      expectSame(before, await look(), after)
    } finally {
      await session.close()
    }
  })
})

/** A database as its owners have made it, each by hand. */
async function built(...texts: readonly string[]): Promise<string> {
  const fresh = await freshSqlite()
  databases.push(fresh)
  const database = new Database(fresh.path)
  try {
    // As SQLite has it by itself.
    database.pragma('foreign_keys = off')
    for (const sql of texts) database.exec(sql)
  } finally {
    database.close()
  }
  return fresh.url
}

async function specsAt(url: string, { name }: Pick<RealSchema, 'name'>): Promise<string> {
  return await specsOf(`sqlite-${name}`, await schemaAt(url, sqlite), sqlite, '3.54.0')
}

/** Specs cannot build what the model does not know. */
function modelled(schema: Schema): Schema {
  return { ...schema, unmodeled: [], quarantined: [] }
}

function inAnyOrder(schema: Schema): Schema {
  const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1)
  return { ...schema, tables: schema.tables.map((table) => ({ ...table, columns: table.columns.toSorted(byName) })) }
}

/** What SQLite's own pragmas say of what is modelled: they know nothing of our reading, and nothing of spelling. */
async function witnessed(url: string, original: string): Promise<string[]> {
  const { unmodeled } = await schemaAt(original, sqlite)
  const beyond = new Set(unmodeled.map(({ name }) => name.name.toLowerCase()))
  const lines = pragmasOf(url).map(sameForSQLite)
  return lines.filter((line) => {
    const [, name = ''] = /^(?:table|column|foreign key|index of) (\S+)/.exec(line) ?? []
    return name !== '' && !beyond.has(name) && !name.startsWith('_rq_') && !line.includes('"name":"_rq_')
  })
}

/**
 * Types and collations are found without regard to case; a rowid is never NULL, and no default is NULL; a foreign key that
 * names no columns means the primary key.
 */
function sameForSQLite(line: string): string {
  return line
    .toLowerCase()
    .replace(/"type":"integer","notnull":\d(.*"pk":1)/, '"type":"integer"$1')
    .replace('"dflt_value":"null"', '"dflt_value":null')
    .replaceAll(/"to":(?:null|"[^"]*"),/g, '')
    .replaceAll(', ', ',')
}
