import { closeSync, existsSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorld, sqliteEngine, type World } from './support/world.ts'

const spec = 'tables:\n  notes:\n    columns: { id: bigint }\n    primary_key: [id]\n'

let world: World
beforeEach(async () => {
  world = await createWorld(sqliteEngine())
  await world.write(spec)
})
afterEach(() => world.dispose())

const at = (path: string) => ({ env: { APP_URL: `sqlite:${path}` } })

test('a directory that is missing is made, below the one it is called in', async () => {
  expect(await world.runWith(at('deep/down/app.db'), '--yes', '--quiet')).toMatchObject({ code: 0, stderr: '' })
  expect(existsSync(join(world.directory, 'deep/down/app.db'))).toBe(true)
})

test('69: what is no database is left as it is', async () => {
  const path = join(world.directory, 'letter.txt')
  writeFileSync(path, 'Dear reader, this is a letter and no database, long enough to be taken for one.\n'.repeat(20))
  for (const verb of [['plan'], ['--yes'], ['status']]) {
    const { code, stderr } = await world.runWith(at(path), ...verb)
    expect(stderr).toContain('not a SQLite database')
    expect(stderr).toContain(path)
    expect(code).toBe(69)
  }
  expect(existsSync(`${path}-wal`)).toBe(false)
})

test('69: a directory in place of the file, a file in place of the directory', async () => {
  mkdirSync(join(world.directory, 'folder'))
  writeFileSync(join(world.directory, 'file'), '')
  for (const path of ['folder', 'file/app.db']) {
    const { code, stderr } = await world.runWith(at(path), 'plan')
    expect(stderr).toContain('cannot open the SQLite database')
    expect(code).toBe(69)
  }
})

test('3: a file that may only be read; the plan works', async () => {
  const path = join(world.directory, 'app.db')
  const database = new Database(path)
  database.exec('create table other (id integer)')
  database.close()
  // A write version from the future in its header makes SQLite read it and never write it, whoever asks: modes do not
  // keep root from writing.
  const file = openSync(path, 'r+')
  writeSync(file, Uint8Array.of(3), 0, 1, 18)
  closeSync(file)
  expect(await world.runWith(at(path), 'plan')).toMatchObject({ code: 2, stderr: '' })
  const { code, stderr } = await world.runWith(at(path), '--yes', '--quiet')
  expect(stderr).toContain('SQLITE_READONLY')
  expect(stderr).toContain('Change the rights of the file and of its folder.')
  expect(code).toBe(3)
})
