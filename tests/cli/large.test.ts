import { afterEach, describe, expect, test } from 'vitest'
import { createWorld, mainEngines, postgresEngine, sqliteEngine, type World } from './support/world.ts'

let world: World
afterEach(() => world.dispose())

const number = 300
const columns =
  '      id: bigint\n      name: { type: text, not_null: true }\n      size: { type: integer, default: 0 }\n'
const tables = (more: string) =>
  Array.from({ length: number }, (_, index) => {
    const reference = index === 0 ? '' : `      parent_id: { type: bigint, references: t${index - 1}.id }\n`
    return `  t${index}:\n    columns:\n${columns}${reference}${more}    primary_key: [id]\n    indexes: { t${index}_name_idx: [name] }\n`
  }).join('')

test(`${number} tables on sqlite: created, in sync, taken back`, async () => {
  world = await createWorld(sqliteEngine())
  await world.write(`tables:\n${tables('')}`)
  expect((await world.expect(0, '--yes', '--quiet')).stdout).toContain(`${number} steps applied`)
  expect((await world.expect(0, 'plan')).stdout).toMatch(/^In sync/)
  await world.expect(0, 'rollback', '--yes', '--quiet')
  expect((await world.contents()).schema).toEqual([])
})

test(`${number} tables on postgres: created, one column more in each, in sync, taken back`, async () => {
  world = await createWorld(postgresEngine())
  await world.write(`tables:\n${tables('')}`)
  await world.expect(0, '--yes', '--quiet')
  const start = await world.contents()
  await world.write(`tables:\n${tables('      note: text\n')}`)
  expect((await world.expect(0, '--yes', '--quiet')).stdout).toContain(`${number} steps applied`)
  expect((await world.expect(0, 'plan')).stdout).toMatch(/^In sync/)
  await world.expect(0, 'rollback', '--yes', '--quiet')
  expect(await world.contents()).toEqual(start)
})

describe.each(mainEngines())('on $name', (engine) => {
  test('nothing at all: an empty database and specs that want none', async () => {
    world = await createWorld(engine)
    await world.write('tables: {}\n')
    for (const verb of [['plan'], ['--yes']]) expect((await world.expect(0, ...verb)).stdout).toMatch(/^In sync/)
    expect((await world.expect(0, 'status')).stdout).toContain('No run yet')
    expect((await world.expect(0, 'purge')).stdout).toContain('Nothing is put aside')
    expect((await world.expect(3, 'resume')).stderr).toContain('no unfinished run')
    expect((await world.contents()).schema).toEqual([])
    // Looking leaves nothing behind, not even a journal.
    const journal = world.isSqlite
      ? `select name from sqlite_schema`
      : `select 1 from pg_namespace where nspname = 'reconcile'`
    expect(await world.rows(journal)).toEqual([])
  })
})
