import { spawnSync } from 'node:child_process'
import { closeSync, openSync, truncateSync, writeSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts'
import { walResetRace } from '../../../src/dialects/sqlite/obstacles/wal-reset-race.ts'
import type { Session } from '../../../src/dialects/session.ts'
import type { Reach } from '../../../src/model/reach.ts'
import { type FreshSqlite, freshSqlite } from '../../support/databases.ts'

const notes = { schema: 'main', name: 'notes' }
const writing: Reach = {
  locks: [{ mode: 'write', relation: notes }],
  awaitsSnapshots: false,
  rewritten: [notes],
  replaced: [],
  shut: [],
  indexed: [],
  settles: [],
  begins: true,
  toleranceMs: 1000,
}

let file: FreshSqlite
let session: Session
let other: Session
beforeEach(async () => {
  file = await freshSqlite()
  session = await sqlite.connect(file.url, 'reconcile')
  await session.execute('create table notes (id integer primary key, body text)')
  await session.execute(`insert into notes values (1, 'a')`)
  other = await sqlite.connect(file.url, 'the application')
})
afterEach(async () => {
  await session.close()
  await other.close()
  await file.remove()
})
const idsFor = async (reach: Reach): Promise<string[]> => (await sqlite.obstacles(session, reach)).map(({ id }) => id)

test('a quiet file has none', async () => {
  expect(await idsFor(writing)).toEqual([])
})

test('with a write-ahead log only a writer is in the way', async () => {
  await other.execute('begin')
  await other.query('select * from notes')
  expect(await idsFor(writing)).toEqual([])
  await other.execute(`update notes set body = 'b'`)
  expect(await idsFor(writing)).toEqual(['open-reader'])
  // Planning takes no lock, not even to try.
  expect(await idsFor({ ...writing, begins: false })).toEqual([])
})

test('without one a reader is, and readers will have to wait', async () => {
  await other.close()
  await session.query('pragma journal_mode = delete')
  other = await sqlite.connect(file.url, 'the application')
  await other.execute('begin')
  await other.query('select * from notes')
  expect(await idsFor(writing)).toEqual(['rollback-journal', 'open-reader'])
  await other.execute('rollback')
  expect(await idsFor({ ...writing, rewritten: [] })).toEqual([])
})

test('a table that does not fit on the disk a second time', async () => {
  await other.close()
  await session.query('pragma journal_mode = delete')
  await session.execute('pragma page_size = 65536')
  await session.execute('vacuum')
  await session.close()
  // A hole in a file takes no room; the header says how many pages there are.
  const pages = 2 ** 27
  truncateSync(file.path, pages * 65_536)
  const handle = openSync(file.path, 'r+')
  const header = Buffer.alloc(4)
  header.writeUInt32BE(pages)
  writeSync(handle, header, 0, 4, 28)
  closeSync(handle)
  session = await sqlite.connect(file.url, 'reconcile')
  const [found] = await sqlite.obstacles(session, writing)
  expect(found).toMatchObject({
    id: 'low-disk',
    stops: true,
    what: expect.stringMatching(/^the plan writes about 8 TB/),
  })
})

test('another library has written the file last', async () => {
  const [major, minor, patch] = session.serverVersion.split('.').map(Number)
  if (major === undefined || minor === undefined || patch === undefined) throw new Error(session.serverVersion)
  await other.close()
  await session.query('pragma wal_checkpoint(truncate)')
  const writtenBy = (version: number): void => {
    const handle = openSync(file.path, 'r+')
    const number = Buffer.alloc(4)
    number.writeUInt32BE(version)
    writeSync(handle, number, 0, 4, 96)
    closeSync(handle)
  }
  expect(await idsFor(writing)).toEqual([])
  writtenBy(major * 1_000_000 + minor * 1000 + patch + 1)
  expect(await idsFor(writing)).toEqual([])
  writtenBy(3_037_002)
  expect(await sqlite.obstacles(session, writing)).toMatchObject([
    {
      id: 'library-skew',
      stops: false,
      what: `the file was last written by SQLite 3.37.2, and this is ${session.serverVersion}`,
    },
  ])
  // Whatever is written here changes that.
  await session.execute('create table more (id integer)')
  await session.query('pragma wal_checkpoint(truncate)')
  expect(await idsFor(writing)).toEqual([])
})

test('looking for them lets go of no lock that another process would wait for', async () => {
  await other.close()
  // In this mode all locks are on the file itself, as is with WAL the one that says that somebody is there.
  await session.query('pragma journal_mode = delete')
  await session.execute('begin immediate')
  await idsFor({ ...writing, begins: false })
  const script = `require('better-sqlite3')(process.argv[1], { timeout: 100 }).exec('begin immediate')`
  const { stderr } = spawnSync(process.execPath, ['-e', script, file.path], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  })
  expect(stderr).toContain('database is locked')
  await session.execute('rollback')
  other = await sqlite.connect(file.url, 'the application')
})

test('which libraries can damage a file with a write-ahead log', () => {
  const affected = (version: string, mode = 'wal') => walResetRace(version, mode).length === 1
  for (const version of ['3.7.0', '3.40.1', '3.44.5', '3.45.0', '3.50.6', '3.51.2'])
    expect(affected(version)).toBe(true)
  for (const version of ['3.44.6', '3.50.7', '3.51.3', '3.53.2']) expect(affected(version)).toBe(false)
  expect(affected('3.40.1', 'delete')).toBe(false)
})
