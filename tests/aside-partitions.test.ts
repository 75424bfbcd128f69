import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { purge, purgeable } from '../src/commands/purge.ts'
import type { Session } from '../src/dialects/session.ts'
import { postgresMajors } from './support/databases.ts'
import { postgresJudge } from './support/judge-database.ts'
import { mustBe, openStage } from './support/judge-stage.ts'
import type { Stage } from './support/judge-verbs.ts'

const inside = `\n      old: { from: ['2024-01-01'], to: ['2025-01-01'] }`
const alone = `\n  old:
    columns: { id: { type: bigint, not_null: true }, day: { type: date, not_null: true }, amount: bigint }
    primary_key: [id, day]`

function spec(columns: string, old: string): string {
  return `tables:
  sales:
    columns: { id: { type: bigint, not_null: true }, day: { type: date, not_null: true }, ${columns} }
    primary_key: [id, day]
    partition_by: { range: [day] }
    partitions:
      new: { from: ['2025-01-01'], to: ['2026-01-01'] }${old}
`
}

describe.each(postgresMajors())('postgres %d: what is put aside in a table with partitions', (major) => {
  const { dialect, fresh } = postgresJudge(major)

  /** The specs one after the other, all but the last applied. */
  async function after(
    name: string,
    specs: readonly string[],
    body: (last: Stage, session: Session) => Promise<void>,
  ): Promise<void> {
    const { url, dispose } = await fresh()
    const session = await dialect.connect(url, 'the judge')
    const stages: Stage[] = []
    for (const [at, text] of specs.entries()) {
      const directory = join(inject('sqliteDirectory'), `aside-${major}-${name}-${at}`)
      await mkdir(directory, { recursive: true })
      const config = 'targets:\n  corpus: { url: "sqlite:not-used.db", small_table: 0B }\n'
      await writeFile(join(directory, 'reconcile.yaml'), config)
      await writeFile(join(directory, 'schema.yaml'), text)
      const stage = await openStage(url, join(directory, 'schema.yaml'), { dialect })
      stages.push(stage)
      if (at < specs.length - 1) mustBe('done', await stage.apply(await stage.planned()))
    }
    const [last] = stages.slice(-1)
    if (last !== undefined) await body(last, session)
    await session.close()
    await dispose()
  }

  async function purgeAll({ place }: Stage): Promise<void> {
    const sleep = async (): Promise<void> => undefined
    await purge(place, await purgeable(place, 0, new Date()), { owner: 'the judge', sleep })
  }

  async function left(session: Session): Promise<unknown[]> {
    return await session.query(`select attname from pg_attribute where attname like '\\_rq\\_%'
      union all select tgname from pg_trigger where tgname like '%\\_rq\\_%'`)
  }

  const refused = { kind: 'refused', diagnostics: [expect.objectContaining({ id: 'aside-in-the-way' })] }

  test('keeps a partition from leaving while an exchanged column is kept in step there', async () => {
    const specs = [spec('amount: integer', inside), spec('amount: bigint', inside), spec('amount: bigint', alone)]
    await after('exchange', specs, async (stage, session) => {
      expect(await stage.plan()).toMatchObject(refused)
      await purgeAll(stage)
      mustBe('done', await stage.apply(await stage.planned()))
      expect(await left(session)).toEqual([])
      mustBe('rolled_back', await stage.rollback())
    })
  })

  test('goes with purge from a partition that has left', async () => {
    const specs = [
      spec('amount: bigint, gone: text', inside),
      spec('amount: bigint', inside),
      spec('amount: bigint', alone),
    ]
    await after('left', specs, async (stage, session) => {
      mustBe('done', await stage.apply(await stage.planned()))
      await purgeAll(stage)
      expect(await left(session)).toEqual([])
      mustBe('rolled_back', await stage.rollback())
    })
  })

  test.each([
    ['earlier', [spec('amount: bigint, gone: text', alone), spec('amount: bigint', alone)]],
    ['in the same plan', [spec('amount: bigint, gone: text', alone)]],
  ])('keeps a table without it from coming, when it was put aside %s', async (when, before) => {
    await after(`comes-${when.length}`, [...before, spec('amount: bigint', inside)], async (stage) => {
      expect(await stage.plan()).toMatchObject(refused)
      if (when !== 'earlier') return
      await purgeAll(stage)
      mustBe('done', await stage.apply(await stage.planned()))
    })
  })
  test('a partition comes back without a column that has been purged meanwhile', async () => {
    const both = spec('amount: bigint, note: text', inside)
    const specs = [both, spec('amount: bigint', inside), spec('amount: bigint', '')]
    await after('purged-before', specs, async (last, session) => {
      await session.execute(`insert into sales values (1, '2024-05-01', 7), (2, '2025-05-01', 8)`)
      mustBe('done', await last.apply(await last.planned()))
      const { place } = last
      const columns = (await purgeable(place, 0, new Date())).filter(({ quarantine }) => quarantine.kind === 'column')
      const directory = join(inject('sqliteDirectory'), `aside-${major}-archive`)
      const { archived } = await purge(
        place,
        columns,
        { owner: 'the judge', sleep: async () => undefined },
        { directory },
      )
      expect(archived).toHaveLength(2)
      mustBe('rolled_back', await last.rollback())
      expect(await session.query('select id, amount from sales order by id')).toEqual([
        { id: '1', amount: '7' },
        { id: '2', amount: '8' },
      ])
    })
  })
})
