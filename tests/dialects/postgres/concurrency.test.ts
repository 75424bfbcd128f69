import { describe, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import type { Blocker } from '../../../src/model/event.ts'
import { nameKey } from '../../../src/model/name.ts'
import { postgresMajors } from '../../support/databases.ts'
import { named, noLimits, withDatabase } from './samples.ts'

const limits = { lockMs: 200, statementMs: 0 }

describe.each(postgresMajors().map((major) => ({ major })))('beside others on PostgreSQL $major', ({ major }) => {
  test('one run at a time, and the other one learns who has it', () =>
    withDatabase(major, async (session, url) => {
      const other = await postgres.connect(url, 'reconcile')
      const mine = await postgres.mutex(session, 'alice@host pid 1')
      expect(mine).toMatchObject({ acquired: true, heldBy: null })
      const theirs = await postgres.mutex(other, 'bob')
      expect(theirs).toMatchObject({
        acquired: false,
        heldBy: expect.stringMatching(/alice@host pid 1.*user postgres, pid \d+, since .* UTC/),
      })
      await theirs.release()
      await mine.release()
      const second = await postgres.mutex(other, 'bob')
      expect(second.acquired).toBe(true)
      await other.close()
      await eventually(async () => (await postgres.mutex(session, 'alice')).acquired)
    }))

  test('blockers are those who hold locks on the relations, and those whom we wait for', () =>
    withDatabase(major, async (session, url) => {
      await session.execute('create table t (a int); create table "Other table" (a int)')
      const ours = await postgres.connect(url, 'reconcile')
      const app = await postgres.connect(url, 'the app')
      const free = (): Promise<readonly Blocker[]> => postgres.blockers(session, [named('t'), named('Other table')])
      expect(await free()).toEqual([])
      await app.transaction('write', noLimits, async () => {
        await app.query('select * from "Other table"')
        expect(await free()).toEqual([
          {
            pid: expect.any(Number),
            user: 'postgres',
            application: 'the app',
            state: 'idle in transaction',
            ageSeconds: expect.any(Number),
            query: 'select * from "Other table"',
          },
        ])
        expect(await postgres.blockers(session, [named('t')])).toEqual([])
        await app.query('lock table t in access share mode')
        const waiting = outcome(
          ours.transaction('write', { lockMs: 5000, statementMs: 0 }, () => ours.execute('alter table t add b int')),
        )
        await eventually(async () => (await postgres.blockers(session, [])).length === 1)
        await ours.cancel()
        expect(postgres.failure(await waiting)).toMatchObject({ kind: 'cancelled' })
      })
      expect(await free()).toEqual([])
      await app.close()
      await ours.close()
    }))

  test('an old snapshot that CREATE INDEX CONCURRENTLY waits for is a blocker, though it never touched the table', () =>
    withDatabase(major, async (session, url) => {
      await session.execute('create table t (a int); create table elsewhere (a int)')
      const ours = await postgres.connect(url, 'reconcile')
      const app = await postgres.connect(url, 'report')
      await app.transaction('read', noLimits, async () => {
        await app.query('select * from elsewhere')
        const building = outcome(ours.alone('create index concurrently i on t (a)', noLimits))
        await eventually(async () =>
          (await postgres.blockers(session, [named('t')])).some(({ application }) => application === 'report'),
        )
        await ours.cancel()
        expect(postgres.failure(await building)).toMatchObject({ code: '57014' })
      })
      await app.close()
      await ours.close()
    }))

  test('a lock timeout is a lock failure, a deadlock a conflict', () =>
    withDatabase(major, async (session, url) => {
      await session.execute('create table t (a int)')
      const app = await postgres.connect(url, 'the app')
      await app.transaction('write', noLimits, async () => {
        await app.query('select * from t')
        const blocked = await outcome(session.transaction('write', limits, () => session.execute('drop table t')))
        expect(postgres.failure(blocked)).toMatchObject({ code: '55P03', kind: 'lock' })
      })
      await app.close()
      expect(postgres.failure(Object.assign(new Error('x'), { code: '40P01' }))).toMatchObject({ kind: 'conflict' })
    }))

  test('an interrupted index is found broken, repaired, and built again; so is an interrupted drop', () =>
    withDatabase(major, async (session, url) => {
      await session.execute('create schema "S p"; create table "S p".t (a int); insert into "S p".t values (1), (1)')
      const [created, dropped] = (['index_created', 'index_dropped'] as const).map((kind) => ({
        kind,
        index: named('I x', 'S p'),
        table: named('t', 'S p'),
      }))
      if (created === undefined || dropped === undefined) throw new Error('unreachable')
      const build = 'create unique index concurrently "I x" on "S p".t (a)'
      expect(await probesInTurn()).toEqual(['absent', 'done'])
      expect(postgres.failure(await outcome(session.alone(build, noLimits)))).toMatchObject({
        code: '23505',
        kind: 'data',
      })
      expect(await probesInTurn()).toEqual(['broken', 'broken'])
      await postgres.repair(session, created)
      expect(await probesInTurn()).toEqual(['absent', 'done'])
      await session.execute('delete from "S p".t')
      await session.alone(build, noLimits)
      expect(await probesInTurn()).toEqual(['done', 'absent'])
      const app = await postgres.connect(url, 'the app')
      await app.transaction('write', noLimits, async () => {
        await app.query('select * from "S p".t')
        expect(
          postgres.failure(await outcome(session.alone('drop index concurrently "S p"."I x"', limits))),
        ).toMatchObject({ code: '55P03' })
      })
      await app.close()
      expect(await probesInTurn()).toEqual(['broken', 'broken'])
      await postgres.repair(session, dropped)
      expect(await probesInTurn()).toEqual(['absent', 'done'])

      async function probesInTurn(): Promise<string[]> {
        const answers: string[] = []
        for (const probe of [created, dropped])
          if (probe !== undefined) answers.push(await postgres.probe(session, probe))
        return answers
      }
    }))

  test('statistics are the server’s estimates, counted where it has none yet and the table is small', () =>
    withDatabase(major, async (session) => {
      await session.execute(`create table analyzed (a int); insert into analyzed select generate_series(1, 500); analyze analyzed;
        create table small (a int primary key); insert into small values (1), (2), (3);
        create table big (a text); insert into big select repeat('x', 1000) from generate_series(1, 3000);
        alter table big set (autovacuum_enabled = false); alter table small set (autovacuum_enabled = false)`)
      const { tables } = await postgres.statistics(session)
      expect(tables.get(nameKey(named('analyzed')))).toMatchObject({ rows: 500 })
      expect(tables.get(nameKey(named('small')))).toMatchObject({ rows: 3, bytes: expect.any(Number) })
      const big = tables.get(nameKey(named('big')))
      expect(big?.rows).toBeNull()
      expect(big?.bytes).toBeGreaterThan(3_000_000)
      await session.execute(
        `create role nobody${major}; grant usage on schema public to nobody${major}; set role nobody${major}`,
      )
      const blind = await postgres.statistics(session)
      expect(blind.tables.get(nameKey(named('small')))?.rows).toBeNull()
      await session.execute(`reset role; revoke usage on schema public from nobody${major}; drop role nobody${major}`)
    }))
})

async function outcome(running: Promise<unknown>): Promise<unknown> {
  return await running.then(
    () => null,
    (error: unknown) => error,
  )
}

/** Polls: how long the server takes is not ours to say. */
async function eventually(condition: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; !(await condition()); attempt += 1) {
    if (attempt === 500) throw new Error('it did not come about')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
