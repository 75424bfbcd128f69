import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { serverDefects } from '../../../src/dialects/postgres/obstacles/server-defect.ts'
import type { Session } from '../../../src/dialects/session.ts'
import type { ObjectName } from '../../../src/model/name.ts'
import type { Reach } from '../../../src/model/reach.ts'
import type { LockMode } from '../../../src/model/statement.ts'
import { type FreshPostgres, freshPostgres, postgresMajors } from '../../support/databases.ts'
import { startPooler } from '../../support/pooler.ts'

const notes: ObjectName = { schema: 'public', name: 'notes' }
const nothing: Reach = {
  locks: [],
  awaitsSnapshots: false,
  rewritten: [],
  replaced: [],
  shut: [],
  indexed: [],
  settles: [],
  begins: false,
  toleranceMs: 0,
}
const locking = (mode: LockMode, relation = notes): Reach => ({ ...nothing, locks: [{ mode, relation }] })

describe.each(postgresMajors())('on PostgreSQL %i', (major) => {
  let database: FreshPostgres
  let session: Session
  let other: Session
  beforeAll(async () => {
    database = await freshPostgres(major)
    session = await postgres.connect(database.url, 'reconcile')
    other = await postgres.connect(database.url, 'nightly report')
  })
  afterAll(async () => {
    await session.close()
    await other.close()
    await database.drop()
  })
  beforeEach(async () => {
    await session.execute(`drop schema public cascade; create schema public;
      create table notes (id integer primary key, body text); insert into notes values (1, 'a'), (2, 'a')`)
  })
  afterEach(() => other.execute('rollback'))
  const idsFor = async (reach: Reach): Promise<string[]> =>
    (await postgres.obstacles(session, reach)).map(({ id, stops }) => (stops ? `${id}!` : id))

  test('a quiet database has none', async () => {
    const all: Reach = { ...locking('access_exclusive'), awaitsSnapshots: true, rewritten: [notes], indexed: [notes] }
    expect(await idsFor(all)).toEqual([])
  })

  test('a transaction left open is in the way of locks that it conflicts with, and says who it is', async () => {
    await other.execute('begin; select * from notes')
    const [found, ...more] = await postgres.obstacles(session, locking('access_exclusive'))
    expect(more).toEqual([])
    expect(found).toMatchObject({
      id: 'long-transaction',
      stops: false,
      what: expect.stringMatching(
        /^pid \d+ \(postgres, nightly report\) has been in a transaction for \d seconds? \(idle in transaction\): begin; select \* from notes$/,
      ),
      why: expect.stringContaining('a lock on notes,'),
      remedy: expect.stringMatching(/pg_terminate_backend\(\d+\)/),
    })
    expect(await idsFor(locking('share_row_exclusive'))).toEqual([])
    expect(await idsFor({ ...locking('access_exclusive'), toleranceMs: 60_000 })).toEqual([])
    expect(await idsFor(locking('access_exclusive', { schema: 'public', name: 'others' }))).toEqual([])
    await other.execute('rollback; begin; update notes set body = body')
    expect(await idsFor(locking('share_row_exclusive'))).toEqual(['long-transaction'])
    expect(await idsFor(locking('row_exclusive'))).toEqual([])
  })

  test('what hangs below a table is locked with it', async () => {
    await session.execute('create table parts (id integer) partition by range (id)')
    await session.execute('create table part partition of parts for values from (0) to (9)')
    await other.execute('begin; select * from part')
    expect(await idsFor(locking('access_exclusive', { schema: 'public', name: 'parts' }))).toEqual(['long-transaction'])
  })

  test('an old snapshot is in the way of what waits for snapshots only', async () => {
    await other.execute('begin isolation level repeatable read; select 1')
    expect(await idsFor({ ...locking('share_update_exclusive'), awaitsSnapshots: true })).toEqual(['long-transaction'])
    expect(await idsFor(locking('share_update_exclusive'))).toEqual([])
  })

  test('a snapshot that would find a table empty once that is rewritten', async () => {
    const rewriting = { ...locking('access_exclusive'), replaced: [notes] }
    await other.execute('begin isolation level repeatable read; select 1')
    const [found, ...more] = await postgres.obstacles(session, rewriting)
    expect(more).toEqual([])
    expect(found).toMatchObject({
      id: 'old-snapshot',
      stops: false,
      what: expect.stringMatching(
        /^pid \d+ \(postgres, nightly report\) has had a snapshot for \d seconds? \(idle in transaction\)$/,
      ),
      why: expect.stringContaining('it will find nothing in notes once'),
    })
    // It is true: what the obstacle warns of happens here.
    await session.execute('alter table notes alter column id type bigint')
    expect(await other.query('select * from notes')).toEqual([])
    expect(await idsFor(locking('row_exclusive'))).toEqual([])
    // Now it has a lock, and the rewrite would wait for it.
    expect(await idsFor(rewriting)).toEqual(['long-transaction'])
    expect(await idsFor({ ...rewriting, toleranceMs: 60_000 })).toEqual([])
  })

  test('an index in the order of another version of its collation', async () => {
    await session.execute(`create collation german (provider = icu, locale = 'de');
      create index in_german on notes (body collate german)`)
    expect(await idsFor(locking('row_exclusive'))).toEqual([])
    await session.execute(`update pg_collation set collversion = '1.2' where collname = 'german'`)
    const [found, ...more] = await postgres.obstacles(session, locking('row_exclusive'))
    expect(more).toEqual([])
    expect(found).toMatchObject({
      id: 'collation-version',
      stops: false,
      what: expect.stringMatching(/^collation german was version 1\.2 and is \S+ now, under in_german$/),
      remedy: 'reindex index concurrently in_german; alter collation german refresh version;',
    })
    expect(await idsFor(locking('row_exclusive', { schema: 'public', name: 'others' }))).toEqual([])
    for (const statement of found?.remedy.split('; ') ?? []) await session.execute(statement)
    expect(await idsFor(locking('row_exclusive'))).toEqual([])
  })

  test('an index in the order of the database, which has a version since 15', async () => {
    await session.execute('create index on notes (body)')
    if (major < 15) return expect(await idsFor(locking('row_exclusive'))).toEqual([])
    const recorded = (version: string | null): Promise<unknown> =>
      session.query('update pg_database set datcollversion = $1 where datname = current_database()', [version])
    await recorded('1.2')
    const [actual] = await session.query(
      `select pg_database_collation_actual_version(oid) as version from pg_database where datname = current_database()`,
    )
    // That of C has none on some systems: nothing is then known against it.
    expect(await idsFor(locking('row_exclusive'))).toEqual(actual?.['version'] === null ? [] : ['collation-version'])
    await recorded(null)
  })

  test('a prepared transaction', async () => {
    await other.execute(`begin; update notes set body = 'b'; prepare transaction 'it''s ${database.name}'`)
    try {
      expect(await idsFor(locking('access_share'))).toEqual([])
      expect(await postgres.obstacles(session, locking('access_exclusive'))).toMatchObject([
        { id: 'prepared-transaction', what: expect.stringContaining('a lock on notes') },
      ])
      expect(await postgres.blockers(session, [notes])).toMatchObject([{ pid: 0, state: 'prepared' }])
    } finally {
      await other.execute(`rollback prepared 'it''s ${database.name}'`)
    }
  })

  test('an index that is not valid, unless the run settles it', async () => {
    await session.execute('create unique index concurrently twice on notes (body)').catch(() => undefined)
    const index = { schema: 'public', name: 'twice' }
    expect(await postgres.obstacles(session, locking('row_exclusive'))).toMatchObject([
      {
        id: 'invalid-index',
        what: 'index public.twice on notes is not valid: a build that failed has left it behind',
        remedy: 'drop index concurrently public.twice;',
      },
    ])
    const settles = [{ kind: 'index_created', index, table: notes }] as const
    expect(await idsFor({ ...locking('row_exclusive'), settles })).toEqual([])
    await session.execute('alter index twice rename to notes_pkey_ccnew1')
    expect((await postgres.obstacles(session, locking('row_exclusive')))[0]?.what).toContain('REINDEX CONCURRENTLY')
  })

  test('a partition that is half detached stops only who detaches another one', async () => {
    await session.execute('create table parts (id integer) partition by range (id)')
    await session.execute('create table low partition of parts for values from (0) to (9)')
    await session.execute('create table high partition of parts for values from (9) to (99)')
    await other.execute('begin; select * from parts')
    const limits = { lockMs: 300, statementMs: 0 }
    await expect(session.alone('alter table parts detach partition low concurrently', limits)).rejects.toThrow()
    await other.execute('rollback')
    const parts = { schema: 'public', name: 'parts' }
    const detaches = (name: string): Reach => ({
      ...locking('share_update_exclusive', parts),
      settles: [{ kind: 'partition_detached', partition: { schema: 'public', name }, table: parts }],
    })
    expect(await idsFor(locking('access_exclusive', parts))).toEqual(['pending-detach'])
    expect(await idsFor(detaches('high'))).toEqual(['pending-detach!'])
    expect(await idsFor(detaches('low'))).toEqual([])
    const [found] = await postgres.obstacles(session, detaches('high'))
    await session.execute(found?.remedy ?? '')
    expect(await idsFor(detaches('high'))).toEqual([])
  })

  test('a replication slot that nobody reads, when rows are written', async () => {
    const slot = `slot_${database.name}`
    await session.query('select pg_create_physical_replication_slot($1, true)', [slot])
    try {
      const found = await postgres.obstacles(session, { ...nothing, rewritten: [notes] })
      const whats = found.filter(({ id }) => id === 'replication-slot').map(({ what }) => what)
      expect(whats).toContainEqual(
        expect.stringMatching(new RegExp(`^replication slot ${slot} is not used: it keeps .*B of WAL`)),
      )
      expect(await idsFor(locking('access_exclusive'))).toEqual([])
    } finally {
      await session.query('select pg_drop_replication_slot($1)', [slot])
    }
  })

  test('a table that does not fit on the disk a second time', async () => {
    const [file] = await session.query(
      `select current_setting('data_directory') as directory, pg_relation_filepath('notes') as path`,
    )
    // A hole in a file takes no room.
    truncateSync(join(String(file?.['directory']), String(file?.['path'])), 2 ** 43)
    const [found] = await postgres.obstacles(session, { ...nothing, rewritten: [notes] })
    expect(found).toMatchObject({
      id: 'low-disk',
      stops: true,
      what: expect.stringMatching(
        /^the plan writes about 8 TB, which takes 20 TB of free disk meanwhile; .*B are free$/,
      ),
    })
    expect(await idsFor({ ...nothing, indexed: [notes] })).toEqual(['low-disk!'])
    // Who may not ask the server for its files cannot tell.
    const role = `role_${database.name}`
    await session.execute(`create role ${role}`)
    await session.execute(`set role ${role}`)
    expect(await idsFor({ ...nothing, rewritten: [notes] })).toEqual(['unknown-disk'])
    await session.execute(`reset role`)
    await session.execute(`drop role ${role}`)
  })

  test('a table that somebody has locked against readers is not waited for', async () => {
    await other.execute('begin; lock table notes')
    expect(await idsFor({ ...nothing, rewritten: [notes] })).toEqual([])
    expect(await idsFor({ ...locking('share'), rewritten: [notes] })).toEqual(['long-transaction'])
  })

  test('a database that only reads', async () => {
    await session.execute(`alter database ${database.name} set default_transaction_read_only = on`)
    const reader = await postgres.connect(database.url, 'reconcile')
    expect(await postgres.obstacles(reader, nothing)).toMatchObject([{ id: 'read-only-server', stops: true }])
    await reader.close()
    await session.execute(`alter database ${database.name} reset default_transaction_read_only`)
  })

  test.each([
    { size: 1, rotating: false },
    { size: 3, rotating: false },
    { size: 3, rotating: true },
  ])('a pooler that hands $size backends around, rotating: $rotating', async (how) => {
    const pool = await startPooler(database.url, how)
    const [one, two] = [await postgres.connect(pool.url, 'reconcile'), await postgres.connect(pool.url, 'reconcile')]
    expect(await postgres.pooler(one, two)).toMatchObject({ id: 'transaction-pooler', stops: true })
    await one.close()
    await two.close()
    await pool.close()
  })

  test('sessions of the server itself are no pooler', async () => {
    expect(await postgres.pooler(session, other)).toBeNull()
  })
})

test('CREATE INDEX CONCURRENTLY is not used on 14.0 to 14.3', () => {
  const ids = (version: string, awaitsSnapshots = true) =>
    serverDefects(version, { awaitsSnapshots }).map(({ id }) => id)
  expect(ids('14.3')).toEqual(['server-defect'])
  expect(ids('14.0')).toEqual(['server-defect'])
  expect(ids('14.3', false)).toEqual([])
  for (const version of ['14.4', '13.9', '15.0', '18.4']) expect(ids(version)).toEqual([])
})
