import { describe, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import type { Command, Row, Session } from '../../../src/dialects/session.ts'
import type { Backfill } from '../../../src/model/backfill.ts'
import type { KeyColumn } from '../../../src/model/step.ts'
import type { Table } from '../../../src/model/table.ts'
import { postgresMajors } from '../../support/databases.ts'
import { named, noLimits, withDatabase } from './samples.ts'
import { column, table } from '../../support/tables.ts'

const { batches } = postgres.words

const backfill: Backfill = {
  name: 'tier_from_points',
  table: named('Customers'),
  set: [
    {
      column: 'tier',
      expression: `(select t.id from tiers t where t.min_points <= "Customers".points order by t.min_points desc limit 1)`,
    },
    { column: 'note', expression: `'{"by": "rule"}'` },
  ],
  where: `tier is null and "Customers".points >= 0`,
  batch: { rows: 10, targetMs: 100 },
}

const archive = named('_rq_tag_customers', 'reconcile_quarantine')

const customers = table('Customers', [
  column('region', 'text', { nullable: false }),
  column('made', 'timestamp with time zone', { nullable: false }),
  column('points', 'integer'),
  column('tier', 'smallint', { nullable: false, default: '1' }),
  column('note', 'json'),
])

const keyed: readonly KeyColumn[] = [
  { column: 'region', type: 'text' },
  { column: 'made', type: 'timestamp with time zone' },
]

async function fill(session: Session, rows: number): Promise<void> {
  await session.execute(`
    create schema reconcile_quarantine;
    create table tiers (id smallint primary key, min_points int); insert into tiers values (1, 0), (2, 10), (3, 50);
    create table "Customers" (region text not null, made timestamptz not null, points int, tier smallint default 1, note json,
      primary key (region, made));
    insert into "Customers" select 'r' || i % 3, timestamptz '2020-01-01 00:00:00.000001+00' + i * interval '1 s', i - 5, null, '{"old": 1}'
      from generate_series(1, ${rows}) i`)
}

/** As the executor does: the checkpoint is the position it ends at. */
async function walk(
  session: Session,
  key: readonly KeyColumn[],
  rows: number,
  body: (from: string[] | null, to: string[]) => Promise<void>,
): Promise<number[]> {
  const sizes: number[] = []
  for (let from: string[] | null = null; ; ) {
    const [end] = await ask(session, batches.end(backfill.table, key, from, rows))
    if (end === undefined) return sizes
    const to = Array.from({ length: Math.max(1, key.length) }, (_, position) => String(end[`k${position + 1}`]))
    await body(from, to)
    sizes.push(Number(end['rows']))
    from = to
    if (sizes.length > 1000) throw new Error('the walk does not end')
  }
}

async function ask(session: Session, { sql, params }: Command): Promise<Row[]> {
  return await session.query(sql, params)
}

async function run(session: Session, { sql, params }: Command): Promise<number> {
  return await session.execute(sql, params)
}

async function tiers(session: Session): Promise<Row[]> {
  return await session.query(`select points, tier, note::text from "Customers" order by points`)
}

describe.each(postgresMajors().map((major) => ({ major })))('batches on PostgreSQL $major', ({ major }) => {
  test('along a key: every row once, old values kept, given back unless changed since', () =>
    withDatabase(major, async (session) => {
      await fill(session, 95)
      const before = await tiers(session)
      const create = batches.createArchive(archive, customers, backfill, keyed)
      // Twice, as after a crash.
      await session.execute(create.sql)
      await session.execute(create.sql)
      let changed = 0
      const sizes = await walk(session, keyed, 10, (from, to) =>
        session.transaction('write', noLimits, async () => {
          const kept = await run(session, batches.keepOld(backfill, keyed, archive, from, to))
          const updated = await run(session, batches.update(backfill, keyed, from, to))
          expect(await run(session, batches.keepNew(backfill, keyed, archive, from, to))).toBe(updated)
          expect(kept).toBe(updated)
          changed += updated
        }),
      )
      expect(sizes).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 5])
      expect(changed).toBe(91)
      const expected = before.map(({ points, tier, note }) => {
        const had = Number(points)
        return had < 0
          ? { points, tier, note }
          : { points, tier: had >= 50 ? 3 : had >= 10 ? 2 : 1, note: '{"by": "rule"}' }
      })
      expect(await tiers(session)).toEqual(expected)

      await session.execute(
        `update "Customers" set tier = 99 where points = 20; delete from "Customers" where points = 30`,
      )
      let restored = 0
      await walk(session, keyed, 20, async (from, to) => {
        restored += await run(session, batches.restore(backfill, keyed, archive, from, to))
      })
      expect(restored).toBe(89)
      const left = await tiers(session)
      expect(left).toEqual(
        before
          .filter(({ points }) => points !== 30)
          .map((row) => (row['points'] === 20 ? { points: 20, tier: 99, note: '{"by": "rule"}' } : row)),
      )
    }))

  test('a value that was noted is not noted again', () =>
    withDatabase(major, async (session) => {
      await fill(session, 10)
      await session.execute(batches.createArchive(archive, customers, backfill, keyed).sql)
      const all = async (): Promise<void> => {
        await walk(session, keyed, 100, async (from, to) => {
          await run(session, batches.keepOld(backfill, keyed, archive, from, to))
          await run(session, batches.update(backfill, keyed, from, to))
          await run(session, batches.keepNew(backfill, keyed, archive, from, to))
        })
      }
      await all()
      await session.execute(`update "Customers" set tier = 77 where points = 3`)
      await all()
      await walk(session, keyed, 100, async (from, to) => {
        await run(session, batches.restore(backfill, keyed, archive, from, to))
      })
      expect((await tiers(session)).filter(({ tier }) => tier !== null)).toEqual([
        { points: 3, tier: 77, note: '{"by": "rule"}' },
      ])
    }))

  test('without a key: by blocks, every row, also while updates move rows to the end', () =>
    withDatabase(major, async (session) => {
      await fill(session, 2000)
      expect((await walk(session, [], 100, async () => undefined)).reduce((sum, rows) => sum + rows, 0)).toBe(2000)
      await session.execute('analyze "Customers"')
      const sizes = await walk(session, [], 100, async () => undefined)
      expect(sizes.reduce((sum, rows) => sum + rows, 0)).toBe(2000)
      expect(sizes.length).toBeGreaterThan(10)
      let changed = 0
      await walk(session, [], 100, async (from, to) => {
        changed += await run(session, batches.update(backfill, [], from, to))
      })
      expect(changed).toBe(1996)
      expect(await session.query(postgres.words.questions.unfilled(backfill).sql)).toEqual([])
      await session.execute('truncate "Customers"')
      expect(await walk(session, [], 100, async () => undefined)).toEqual([])
    }))

  test('keepOld locks the rows that it keeps, in key order', () =>
    withDatabase(major, async (session, url) => {
      await fill(session, 10)
      await session.execute(batches.createArchive(archive, customers, backfill, keyed).sql)
      const other = await postgres.connect(url, 'application')
      const to = ['r2', '2030-01-01']
      await session.transaction('write', noLimits, async () => {
        await run(session, batches.keepOld(backfill, keyed, archive, null, to))
        const update = other.transaction('write', { lockMs: 50, statementMs: 0 }, () =>
          other.execute(`update "Customers" set points = 1`),
        )
        const error = await update.then(
          () => null,
          (reason: unknown) => reason,
        )
        expect(postgres.failure(error)).toMatchObject({ code: '55P03', kind: 'lock' })
      })
      await other.close()
    }))

  test('the key comparison is an index condition', () =>
    withDatabase(major, async (session) => {
      await fill(session, 2000)
      await session.execute('analyze; set enable_seqscan = off')
      const { sql, params } = batches.update(backfill, keyed, ['r0', '2020-01-01'], ['r1', '2021-01-01'])
      const plan = await session.query(`explain ${sql}`, params)
      expect(plan.map((row) => String(row['QUERY PLAN'])).join('\n')).toMatch(
        /Index Cond: \(\(ROW\(|Index Cond: \(\(?ROW/,
      )
    }))
})

test('a table without a key cannot keep old values, and says so', () => {
  const keyless: Table = customers
  expect(() => batches.createArchive(archive, keyless, backfill, [])).toThrow(/without a key/)
  expect(() => batches.keepOld(backfill, [], archive, null, ['(0,1)'])).toThrow(/without a key/)
})
