import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { documentOf } from './support/json.ts'
import { createWorld, postgresEngine, sqliteEngine, type World } from './support/world.ts'

const notes = (columns: string): string =>
  `tables:\n  notes:\n    columns: { id: bigint, ${columns} }\n    primary_key: [id]\n`

describe('diff', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld(sqliteEngine())
    await world.write(notes('body: text'))
    await world.write(notes('body: text, done: { type: boolean, default: (true) }'), 'later.yaml')
  })
  afterAll(() => world.dispose())

  test('of two specs needs no database', async () => {
    const gone = { APP_URL: 'sqlite:/nowhere/at/all.db' }
    const { code, stdout } = await world.runWith({ env: gone }, 'diff', 'specs', 'later.yaml')
    expect([code, stdout]).toEqual([2, '  + add column notes.done\n1 change from specs to later.yaml.\n'])
    expect((await world.expect(2, 'diff', 'later.yaml', 'specs')).stdout).toContain('  - drop column notes.done\n')
  })

  test('carries out renames that the specs speak of', async () => {
    await world.expect(0, '--yes')
    await world.write(notes('text: { type: text, renamed_from: body }'), 'renamed.yaml')
    const { stdout } = await world.expect(2, 'diff', 'target:app', 'renamed.yaml')
    expect(stdout).toBe('  ~ rename column notes.body to text\n1 change from target:app to renamed.yaml.\n')
  })

  test('leaves out what the specs ignore', async () => {
    await world.sql('alter table notes add column tmp_1 text')
    await world.write(`${notes('body: text')}    ignore: [tmp_*]\n`, 'ignoring.yaml')
    await world.expect(0, 'diff', 'ignoring.yaml', 'target:app')
    await world.expect(0, 'diff', 'target:app', 'ignoring.yaml')
    await world.expect(2, 'diff', 'specs', 'target:app')
  })

  test('says what is wrong with a side', async () => {
    await world.write(notes('body: txet'), 'wrong.yaml')
    expect((await world.expect(65, 'diff', 'specs', 'wrong.yaml')).stderr).toContain('did you mean text')
    expect(documentOf(await world.expect(65, 'diff', 'specs', 'wrong.yaml', '--json'))).toMatchObject({ errors: 1 })
    expect((await world.expect(64, 'diff', 'specs', 'nowhere')).stderr).toContain('there is no nowhere to compare')
    expect((await world.expect(64, 'diff', 'specs')).stderr).toContain("missing required argument 'to'")
    expect((await world.expect(65, 'diff', 'specs', 'target:other')).stderr).toContain('no target called other')
    expect((await world.expect(69, 'diff', 'specs', 'postgres://127.0.0.1:1/x')).stderr).not.toContain('a bug')
    const fresh = await createWorld(sqliteEngine())
    try {
      expect((await fresh.expect(3, 'diff', 'recorded:app', 'target:app')).stderr).toContain('nothing is recorded')
    } finally {
      await fresh.dispose()
    }
  })

  test('does not compare two engines', async () => {
    const other = await createWorld(postgresEngine())
    try {
      const { stderr } = await world.expect(64, 'diff', 'target:app', other.url)
      expect(stderr).toContain('they cannot be compared')
      expect(stderr).not.toContain(new URL(other.url).password)
    } finally {
      await other.dispose()
    }
  })

  test('never shows a password', async () => {
    const other = await createWorld(postgresEngine())
    try {
      const { stdout, stderr } = await world.expect(0, 'diff', other.url, other.url)
      expect(stdout + stderr).not.toContain(`:${new URL(other.url).password}@`)
    } finally {
      await other.dispose()
    }
  })
})
