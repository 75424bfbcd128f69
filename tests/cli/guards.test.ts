import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, sqliteEngine, type World } from './support/world.ts'

const spec = (columns: string, more = '') =>
  `tables:\n  notes:\n    columns: { id: bigint${columns} }\n    primary_key: [id]\n${more}`

let world: World
beforeEach(async () => {
  world = await createWorld(sqliteEngine())
  await world.write(spec(''))
})
afterEach(() => world.dispose())

describe('backup', () => {
  const config = (command: string) =>
    `targets:\n  app:\n    url: \${APP_URL}\n    gate: none\n    backup: ${command}\ndefault_target: app\n`

  test('3 when it fails: nothing is changed', async () => {
    await world.write(config('echo no room left >&2; exit 7'), 'specs/reconcile.yaml')
    const { stdout, stderr } = await world.expect(3, '--yes', '--quiet')
    expect(stderr).toContain('no room left')
    expect(stderr).toContain('the backup command of app failed (7); nothing was changed')
    expect(stdout).toBe('')
    expect((await world.contents()).schema).toEqual([])
  })

  test('before the first change, and not for a look', async () => {
    await world.write(config('echo backed up >> backups.txt'), 'specs/reconcile.yaml')
    await world.expect(2, 'plan')
    expect(existsSync(join(world.directory, 'backups.txt'))).toBe(false)
    await world.expect(0, '--yes')
    await world.expect(0, '--yes')
    expect(readFileSync(join(world.directory, 'backups.txt'), 'utf8')).toBe('backed up\n')
  })
})

test('promote_from: 3 until the same specs stand on the target before', async () => {
  const config = `targets:
  stage: { url: sqlite:stage.db, gate: none }
  app: { url: "\${APP_URL}", gate: none, promote_from: stage }
default_target: app
`
  await world.write(config, 'specs/reconcile.yaml')
  const refused = 'app is promoted from stage, where these specs have not been applied to the end'
  expect((await world.expect(3, '--yes')).stderr).toContain(refused)
  await world.expect(0, '--yes', '--target', 'stage')
  await world.expect(0, '--yes')
  await world.write(spec(', body: text'))
  expect((await world.expect(3, '--yes')).stderr).toContain(refused)
  await world.expect(0, '--yes', '--target', 'stage')
  await world.expect(0, '--yes')
})

test('--through stops after a phase, and continue goes on', async () => {
  await world.expect(0, '--yes')
  await world.sql(`insert into notes values (1), (2)`)
  await world.write(
    spec(
      ', twice: { type: bigint, not_null: true }',
      '    backfills: { twice: { set: { twice: id * 2 }, where: twice is null } }\n',
    ),
  )
  expect((await world.expect(4, '--yes', '--through', 'expand', '--detailed-exitcode')).stderr).toContain('as asked')
  expect(await world.rows('select * from notes')).toEqual([
    { id: 1, twice: null },
    { id: 2, twice: null },
  ])
  expect((await world.expect(0, 'status')).stdout).toContain('reconcile continue')
  await world.expect(0, 'continue')
  expect(await world.rows('select * from notes')).toEqual([
    { id: 1, twice: 2 },
    { id: 2, twice: 4 },
  ])
  expect((await world.expect(0)).stdout).toMatch(/^In sync/)
})

test('--url works without reconcile.yaml, and is a target of its own', async () => {
  await world.write('', 'specs/reconcile.yaml')
  const { stdout } = await world.expect(2, 'plan', '--url', 'sqlite:other.db')
  expect(stdout).toContain('(sqlite:other.db, SQLite')
  expect(stdout).toContain('Next: reconcile apply --url … --yes')
  await world.expect(0, '--yes', '--url', 'sqlite:other.db', '--state', 'elsewhere')
  expect(existsSync(join(world.directory, 'elsewhere/url/schema.yaml'))).toBe(true)
  expect((await world.contents()).schema).toEqual([])
})

test('a table that nobody has told it about is reported and never touched', async () => {
  await world.sql("create table legacy (id integer primary key, body text); insert into legacy values (1, 'kept')")
  expect((await world.expect(2, 'plan')).stdout).toMatch(/Not in the specs, not touched \(1\)\n {2}legacy/)
  await world.expect(0, '--yes')
  await world.expect(0, 'rollback', '--yes')
  expect(await world.rows('select * from legacy')).toEqual([{ id: 1, body: 'kept' }])
})
