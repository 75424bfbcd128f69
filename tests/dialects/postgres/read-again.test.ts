import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { freshPostgres, postgresMajors } from '../../support/databases.ts'
import { mustBe, openStage } from '../../support/judge-stage.ts'

/** The server prints `(array['new'::varchar, …])::text[]` of the first reading, and something else of that. */
const byHand = `
  create table findings (id integer primary key, status varchar(20), score integer,
    constraint findings_status check (status in ('new', 'seen')));
  create index findings_open on findings (score) where status in ('new', 'seen');
  create view open_findings as select id from findings where status in ('new', 'seen')`

const specs = (parts: { readonly check?: string; readonly view?: string }): string => `
tables:
  findings:
    columns: { id: integer, status: varchar(20), score: integer }
    primary_key: [id]
    checks: { ${parts.check === undefined ? '' : `findings_status: "${parts.check}"`} }
    indexes:
      findings_open: { columns: [score], where: "status in ('new', 'seen')" }
views: { ${parts.view === undefined ? '' : `open_findings: "${parts.view}"`} }
`

const asWritten = {
  check: `status in ('new', 'seen')`,
  view: `select id from findings where status in ('new', 'seen')`,
}

describe.each(postgresMajors())('texts that change when the server reads them again, on PostgreSQL %i', (major) => {
  test('what is built from them stays, with and without a record of it', () =>
    withStages(major, async ({ url, stage }) => {
      const written = await stage('written', specs(asWritten))
      mustBe('done', await written.apply(await written.planned()))
      expect(titles(await written.planned())).toEqual([])
      await execute(url, 'drop schema reconcile cascade')
      expect(titles(await written.planned())).toEqual([])
    }))

  test('what people have built is found as the specs have it, and so is what comes back', () =>
    withStages(major, async ({ url, stage }) => {
      await execute(url, byHand)
      const whole = await stage('whole', specs(asWritten))
      expect(titles(await whole.planned())).toEqual([])
      mustBe('done', await whole.apply(await whole.planned()))
      const less = await stage('less', specs({}))
      const plan = await less.planned()
      expect(titles(plan)).toEqual(['drop check findings_status on findings', 'drop view open_findings'])
      mustBe('done', await less.apply(plan))
      mustBe('rolled_back', await less.rollback())
      expect(titles(await whole.planned())).toEqual([])
    }))
})

interface Scene {
  readonly url: string
  readonly stage: (name: string, text: string) => ReturnType<typeof openStage>
}

async function withStages(major: number, body: (scene: Scene) => Promise<void>): Promise<void> {
  const { url, drop } = await freshPostgres(major)
  try {
    const stage: Scene['stage'] = async (name, text) => {
      const at = join(inject('sqliteDirectory'), `specs-${process.pid}-${major}-${name}`)
      await mkdir(at, { recursive: true })
      await writeFile(join(at, 'schema.yaml'), text)
      return await openStage(url, at)
    }
    await body({ url, stage })
  } finally {
    await drop()
  }
}

async function execute(url: string, sql: string): Promise<void> {
  const session = await postgres.connect(url, 'psql')
  try {
    await session.execute(sql)
  } finally {
    await session.close()
  }
}

function titles({ steps }: { readonly steps: readonly { readonly title: string }[] }): string[] {
  return steps.map(({ title }) => title)
}
