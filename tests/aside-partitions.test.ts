import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { purge, purgeable } from '../src/commands/purge.ts'
import type { Session } from '../src/dialects/session.ts'
import { postgresMajors } from './support/databases.ts'
import { mustBe } from './support/judge-stage.ts'
import type { Stage } from './support/judge-verbs.ts'
import { afterSpecs, asideIn, purgeAll } from './support/successive-specs.ts'

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
  const after = (name: string, specs: readonly string[], body: (last: Stage, session: Session) => Promise<void>) =>
    afterSpecs(major, name, specs, body)

  const refused = { kind: 'refused', diagnostics: [expect.objectContaining({ id: 'aside-in-the-way' })] }

  test('keeps a partition from leaving while an exchanged column is kept in step there', async () => {
    const specs = [spec('amount: integer', inside), spec('amount: bigint', inside), spec('amount: bigint', alone)]
    await after('exchange', specs, async (stage, session) => {
      expect(await stage.plan()).toMatchObject(refused)
      await purgeAll(stage)
      mustBe('done', await stage.apply(await stage.planned()))
      expect(await asideIn(session)).toEqual([])
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
      expect(await asideIn(session)).toEqual([])
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
