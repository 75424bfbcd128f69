import { describe, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { postgresMajors } from '../../support/databases.ts'
import type { Session } from '../../../src/dialects/session.ts'
import type { LockMode } from '../../../src/model/statement.ts'
import { locksHeld, rank, readRelations } from '../../support/relation-reading.ts'
import { untruths } from '../../support/statement-truth.ts'
import { cases, child, ddl } from './lock-cases.ts'
import { named, noLimits, withDatabase } from './samples.ts'
import { index } from '../../support/tables.ts'

const { words } = postgres

describe.each(postgresMajors().map((major) => ({ major })))('locks on PostgreSQL $major', ({ major }) => {
  test('every statement takes the locks it says and rewrites when it says', () =>
    withDatabase(major, async (session) => {
      const wrong: string[] = []
      for (const { name, before = '', from = 14, statement } of cases) {
        if (major < from) continue
        await session.execute(`drop schema public cascade; create schema public; ${ddl}; ${before}`)
        const now = (await postgres.introspect(session)).tables.find((one) => one.name.name === 'child')
        if (now === undefined) throw new Error('there is no child')
        await session.scratch(async () => {
          const start = await readRelations(session)
          for (const said of [statement(now)].flat()) {
            const before = await readRelations(session)
            await session.execute(said.sql)
            wrong.push(...untruths(said, start, before, await readRelations(session)).map((lie) => `${name}: ${lie}`))
          }
        })
      }
      expect(wrong).toEqual([])
    }))

  test('concurrent index statements are refused in a transaction and work alone', () =>
    withDatabase(major, async (session) => {
      await session.execute(ddl)
      const create = words.createIndex(child, index('Ünï cödé', ['n']), true)
      const drop = words.dropIndex(child, 'Ünï cödé', true)
      for (const { sql, transactional, timeout } of [create, drop]) {
        expect([transactional, timeout]).toEqual([false, 'concurrent'])
        await expect(session.transaction('write', noLimits, () => session.execute(sql))).rejects.toMatchObject({
          code: '25001',
        })
        await session.alone(sql, noLimits)
      }
      expect((await postgres.introspect(session)).tables[0]?.indexes.map(({ name }) => name)).not.toContain('Ünï cödé')
    }))

  test('what is in no transaction holds the locks it says while it waits for a writer, and none against him', () =>
    withDatabase(major, async (session, url) => {
      const writer = await postgres.connect(url, 'writer')
      const onlooker = await postgres.connect(url, 'onlooker')
      await session.execute(`${ddl};
        create table whole (k int) partition by list (k);
        create table part partition of whole for values in (1)`)
      const touched = { rest: null, reads: false, referenced: [], referring: [] }
      const whole = { table: named('whole'), bound: 'FOR VALUES IN (1)', proof: null }
      const [{ pid } = {}] = await session.query('select pg_backend_pid()::text as pid')
      const gently: [string, LockMode][] = [['child', 'share_update_exclusive']]
      const statements = [
        { statement: words.createIndex(child, index('late', ['n']), true), holds: gently },
        { statement: words.dropIndex(child, 'late', true), holds: gently },
        // It waits between two transactions.
        { statement: words.detachPartition(named('part'), whole, touched, true), holds: [] },
      ]
      for (const { statement, holds } of statements) {
        const { sql, locks } = statement
        await writer.execute('begin; insert into child (id) values (1000); insert into whole values (1)')
        const done = session.alone(sql, noLimits)
        await untilWaiting(onlooker, String(pid))
        const held = await locksByName(onlooker, String(pid))
        await writer.execute('rollback')
        await done
        expect([sql, held]).toEqual([sql, holds])
        const said = locks.map(({ relation, mode }) => [relation.name, mode])
        for (const one of holds) expect([sql, said]).toEqual([sql, expect.arrayContaining([one])])
      }
      await writer.close()
      await onlooker.close()
    }))
})

async function untilWaiting(onlooker: Session, pid: string): Promise<void> {
  const waiting = `select pid from pg_stat_activity where pid = ${pid} and wait_event_type = 'Lock'`
  while ((await onlooker.query(waiting)).length === 0) await new Promise((wake) => void setTimeout(wake, 5))
}

/** Tables that another session has locked more strongly than writers do. */
async function locksByName(onlooker: Session, pid: string): Promise<[string, LockMode][]> {
  const [{ relations }, locked] = [await readRelations(onlooker), await locksHeld(onlooker, pid)]
  return [...locked].flatMap(([oid, mode]) => {
    const { name, kind } = relations.get(oid) ?? {}
    return name === undefined || kind === 'i' || rank(mode) <= rank('row_exclusive') ? [] : [[name, mode]]
  })
}
