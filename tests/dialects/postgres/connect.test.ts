import { createServer } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { explained } from '../../../src/commands/database-error.ts'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import type { Session } from '../../../src/dialects/session.ts'
import { type FreshPostgres, freshPostgres, postgresMajors } from '../../support/databases.ts'
import { noLimits } from './samples.ts'

describe.each(postgresMajors().map((major) => ({ major })))('connect to PostgreSQL $major', ({ major }) => {
  let database: FreshPostgres
  let session: Session

  beforeAll(async () => {
    database = await freshPostgres(major)
    session = await postgres.connect(database.url, 'reconcile test')
    await session.execute('create table t (a int)')
  })

  afterAll(async () => {
    await session.close()
    await database.drop()
  })

  test('knows the version and sets what our statements depend on', async () => {
    expect(session.serverVersion).toMatch(new RegExp(`^${major}\\.\\d+$`))
    const names = ['application_name', 'search_path', 'TimeZone', 'statement_timeout', 'lock_timeout', 'row_security']
    const rows = await session.query(
      `select ${names.map((name) => `current_setting('${name}') as "${name}"`).join(', ')}`,
    )
    expect(rows).toEqual([
      {
        application_name: 'reconcile test',
        search_path: 'public',
        TimeZone: 'UTC',
        statement_timeout: '0',
        lock_timeout: '0',
        row_security: 'off',
      },
    ])
  })

  test('does not depend on what the role has set', async () => {
    const role = `impatient${major}`
    const odd = {
      statement_timeout: '30ms',
      lock_timeout: '10ms',
      idle_in_transaction_session_timeout: '5ms',
      idle_session_timeout: '100ms',
      ...(major >= 17 ? { transaction_timeout: '40ms' } : {}),
      default_transaction_isolation: 'serializable',
      default_transaction_deferrable: 'on',
      search_path: '',
      standard_conforming_strings: 'off',
      DateStyle: 'SQL, DMY',
      IntervalStyle: 'iso_8601',
      bytea_output: 'escape',
      extra_float_digits: '-3',
      TimeZone: 'Asia/Kolkata',
      array_nulls: 'off',
      transform_null_equals: 'on',
      xmloption: 'document',
    }
    const set = Object.entries(odd).map(([name, value]) => `alter role ${role} set ${name} = '${value}'`)
    await session.execute(`create role ${role} login password 'x'; ${set.join('; ')}`)
    const url = new URL(database.url)
    url.username = role
    url.password = 'x'
    const theirs = await postgres.connect(url.href, 'reconcile test')
    const shown = Object.keys(odd).map((name) => `current_setting('${name}') as "${name}"`)
    const all = `select ${shown.join(', ')}`
    expect(await theirs.query(all)).toEqual(await session.query(all))
    const slow = theirs.transaction('write', noLimits, async () => {
      await new Promise((wake) => void setTimeout(wake, 60))
      return await theirs.query("select pg_sleep(0.06), interval '1 day' as i, 'a\\b' as s")
    })
    expect(await slow).toMatchObject([{ i: '1 day', s: 'a\\b' }])
    await theirs.close()
    // Only a superuser may set it, on others as well, and take it back.
    await session.execute(`alter role ${role} set session_replication_role = 'replica'`)
    const refused: unknown = await postgres.connect(url.href, 'reconcile test').catch((error: unknown) => error)
    expect(explained(postgres, refused)).toMatchObject({
      code: 'refused',
      sqlState: '42501',
      message: expect.stringContaining('session_replication_role'),
      hint: expect.stringMatching(/^Let an administrator take it back: `alter role … reset session_replication_role`/),
    })
    await session.execute(`drop role ${role}`)
  })

  test('gives values without changing them', async () => {
    const rows = await session.query(`select 1::int as i, 9223372036854775807 as b, 1.50 as n, true as f, null as z,
      timestamp '2020-01-01 00:00:00.123456' as t, date '2020-01-01' as d, array['a', null] as l, '{"a": 1}'::jsonb as j`)
    expect(rows).toEqual([
      {
        i: 1,
        b: '9223372036854775807',
        n: '1.50',
        f: true,
        z: null,
        t: '2020-01-01 00:00:00.123456',
        d: '2020-01-01',
        l: ['a', null],
        j: { a: 1 },
      },
    ])
  })

  test('query takes one statement only', async () => {
    await expect(session.query('select 1; select 2')).rejects.toMatchObject({ code: '42601' })
    expect(await session.execute('insert into t values (1); insert into t values (2), (3)')).toBe(2)
    expect(await session.execute('delete from t where a > $1', [0])).toBe(3)
  })

  test('transactions commit, roll back with the first error, and keep their limits to themselves', async () => {
    const limits = { lockMs: 1500, statementMs: 2500 }
    const inside = await session.transaction('write', limits, async () => {
      await session.execute('insert into t values (1)')
      return await session.query(
        `select current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement`,
      )
    })
    expect(inside).toEqual([{ lock: '1500ms', statement: '2500ms' }])
    const failing = session.transaction('write', noLimits, async () => {
      await session.execute('delete from t')
      await session.execute('select 1 / 0')
    })
    await expect(failing).rejects.toMatchObject({ code: '22012' })
    const swallowing = session.transaction('write', noLimits, async () => {
      await session.execute('delete from t')
      await session.execute('select 1 / 0').catch(() => undefined)
    })
    await expect(swallowing).rejects.toThrow('rolled back at commit')
    await session.scratch(() => session.execute('delete from t'))
    expect(await session.query('select a from t')).toEqual([{ a: 1 }])
    expect(await session.query('show lock_timeout')).toEqual([{ lock_timeout: '0' }])
    await session.execute('delete from t')
  })

  test('a read transaction sees one snapshot and cannot write', async () => {
    const other = await postgres.connect(database.url, 'other')
    await session.transaction('read', noLimits, async () => {
      expect(await session.query('select a from t')).toEqual([])
      await other.execute('insert into t values (7)')
      expect(await session.query('select a from t')).toEqual([])
    })
    await other.execute('delete from t')
    await other.close()
    const writing = session.transaction('read', noLimits, () => session.execute('insert into t values (1)'))
    const error = await writing.then(
      () => null,
      (reason: unknown) => reason,
    )
    const failure = postgres.failure(error)
    expect(failure).toMatchObject({ code: '25006', kind: 'privilege' })
    expect(failure.entry?.causes.join()).toContain('standby')
  })

  test('scratch works where read only is the default', async () => {
    await session.execute('set default_transaction_read_only = on')
    await session.scratch(() => session.execute('create temporary table pg_temp.x (a int)'))
    await expect(session.execute('insert into t values (1)')).rejects.toMatchObject({ code: '25006' })
    await session.execute('reset default_transaction_read_only')
  })

  test('alone has its own limits and leaves none', async () => {
    const waiting = session.alone('select pg_sleep(5)', { lockMs: 0, statementMs: 20 })
    await expect(waiting).rejects.toMatchObject({ code: '57014' })
    expect(await session.query('show statement_timeout')).toEqual([{ statement_timeout: '0' }])
  })

  test('cancel stops what is running', async () => {
    const running = session.query('select pg_sleep(60)').then(
      () => null,
      (reason: unknown) => reason,
    )
    await session.cancel()
    expect(postgres.failure(await running)).toMatchObject({ code: '57014', kind: 'cancelled' })
    expect(await session.query('select 1 as one')).toEqual([{ one: 1 }])
  })

  test('policies never thin out what we read', async () => {
    await session.execute(`create table guarded (a int); alter table guarded enable row level security; create role r${major};
      grant select on guarded to r${major}; set role r${major}`)
    await expect(session.query('select * from guarded')).rejects.toMatchObject({ code: '42501' })
    await session.execute(`reset role; drop table guarded; drop role r${major}`)
  })

  test('a connection that is cut fails clearly, then and later, and only on its own session', async () => {
    const doomed = await postgres.connect(database.url, 'doomed')
    const running = doomed.query('select pg_sleep(60)').then(
      () => null,
      (reason: unknown) => reason,
    )
    await session.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'doomed'`)
    expect(postgres.failure(await running)).toMatchObject({ code: '57P01', kind: 'lost' })
    const later = await doomed.query('select 1').then(
      () => null,
      (reason: unknown) => reason,
    )
    expect(postgres.failure(later)).toMatchObject({
      code: '08006',
      kind: 'lost',
      message: expect.stringContaining(database.name),
    })
    await doomed.close()
    const idle = await postgres.connect(database.url, 'idle')
    await session.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'idle'`)
    await expect(idle.transaction('write', noLimits, () => idle.query('select 1'))).rejects.toMatchObject({
      code: expect.any(String),
    })
    await idle.close()
    expect(await session.query('select 1 as one')).toEqual([{ one: 1 }])
  })

  test('a wrong password, user or database is said without the password', async () => {
    for (const [change, sqlState, words] of [
      [(url: URL) => (url.password = 'seCRet%25!'), '28P01', 'wrong password'],
      [(url: URL) => (url.pathname = 'nowhere'), '3D000', 'does not exist'],
      [(url: URL) => (url.password = ''), undefined, 'asks for a password'],
    ] as const) {
      const url = new URL(database.url)
      const password = decodeURIComponent(url.password)
      change(url)
      const error = await failing(url.href)
      expect(error).toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining(words),
        hint: expect.any(String),
      })
      expect(error).toHaveProperty('sqlState', sqlState)
      expectNoSecret(error, [password, encodeURIComponent(password), 'seCRet'])
    }
  })
})

describe('connect', () => {
  test('says that nothing listens, that the host is unknown, or that nobody answers', async () => {
    expect((await failing('postgres://u:seCRet@127.0.0.1:1/db')).message).toBe(
      'cannot connect to 127.0.0.1:1/db as u: nothing listens there',
    )
    expect((await failing('postgres://u:seCRet@no-such-host.invalid/db')).message).toMatch(/as u: the host name/)
    const silent = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    expect(await failing(`postgres://u:seCRet@127.0.0.1:${port}/db`)).toMatchObject({ code: 'unreachable' })
    silent.close()
  })

  test('a URL that is none is refused without being repeated', async () => {
    for (const url of [
      'postgres://u:seCRet@host:port/db',
      'postgres://u:seC%zzRet@h/db',
      'mysql://u:seCRet@h/db',
      'seCRet',
      '',
      'postgres://u:seCRet@h/db?sslmode=verify-ca&sslrootcert=/no/such/file',
    ]) {
      const error = await failing(url)
      // The driver takes a stray % as it is, so that one fails later.
      const hint = url.includes('%zz') ? 'Check the host' : 'Write postgres://'
      expect(error).toMatchObject({ code: 'unreachable', hint: expect.stringContaining(hint) })
      expectNoSecret(error, ['seCRet', 'seC%zzRet'])
    }
  })
})

async function failing(url: string): Promise<Error> {
  const outcome: unknown = await postgres.connect(url, 'reconcile').catch((error: unknown) => error)
  if (!(outcome instanceof Error)) throw new Error('it connected')
  return outcome
}

/** Neither in the message nor anywhere below it. */
function expectNoSecret(error: Error, secrets: readonly string[]): void {
  const shown = [
    error.message,
    error.stack,
    String(error.cause),
    JSON.stringify(error, Object.getOwnPropertyNames(error)),
  ]
  const cause = error.cause instanceof Error ? JSON.stringify(error.cause, Object.getOwnPropertyNames(error.cause)) : ''
  for (const secret of secrets.filter((one) => one !== '')) expect([...shown, cause].join('\n')).not.toContain(secret)
}

test('the driver is the client that drizzle takes', async () => {
  const [major] = postgresMajors()
  if (major === undefined) throw new Error('no server')
  const { url, drop } = await freshPostgres(major)
  const session = await postgres.connect(url, 'reconcile')
  expect(session.driver).toBeInstanceOf(pg.Client)
  await session.close()
  await session.close()
  await expect(session.query('select 1')).rejects.toMatchObject({ code: 'unreachable' })
  await drop()
})
