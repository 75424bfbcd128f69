import { afterEach, describe, expect, test } from 'vitest'
import { createWorld, mainEngines, postgresEngine, type World } from './support/world.ts'

let world: World
afterEach(() => world.dispose())

/** Names that need quoting, in every place that has one. */
const before = `enums:
  "Mood of 'the' day": [good, "so so", "it's 🙂"]
tables:
  "Order":
    columns: { "ID": bigint, "total sum": numeric, "select": text }
    primary_key: [ID]
  'say "hi"; drop table':
    comment: 'quoted "twice"'
    columns:
      "key 🔑": bigint
      "it's": { type: text, comment: "the 'reason'" }
      "Größe": { type: integer, not_null: true, default: 0 }
      'old "name"': text
      gone⛔: text
    primary_key: ["key 🔑"]
    checks: { 'check "size"': '"Größe" >= 0' }
`
const after = `enums:
  "Mood of 'the' day": [good, "so so", "it's 🙂", "bad; --"]
tables:
  "Order":
    columns: { "ID": bigint, "total sum": numeric, "select": { type: text, not_null: true, default: "'$$ ''x'''" } }
    primary_key: [ID]
  'say "hi"; drop table':
    columns:
      "key 🔑": bigint
      "it's": text
      "Größe": { type: bigint, not_null: true, default: 1 }
      '"new" name': { type: text, renamed_from: 'old "name"' }
      "Order id": { type: bigint, references: Order.ID }
      "füllung %s $1": { type: text, not_null: true, renamed_from: null }
    primary_key: ["key 🔑"]
    checks: { 'check "size"': '"Größe" >= -1' }
    indexes: { 'Idx "1" 🚀': ["it's", { expression: 'lower("it''s")' }] }
    backfills: { "the 'fill'": { set: { "füllung %s $1": "'it''s ' || \\"Größe\\"" }, where: '"füllung %s $1" is null' } }
  '表':
    columns: { 列: bigint, "a.b": text }
    primary_key: [列]
    unique: { 'uq "a.b"': ["a.b"] }
`

describe.each(mainEngines())('names that need quoting, on $name', (engine) => {
  test('through a whole cycle: created, changed, in sync, taken back', async () => {
    world = await createWorld(engine, { gate: 'manual' })
    await world.write(before)
    await world.expect(0, '--yes')
    expect((await world.expect(0, 'plan')).stdout).toMatch(/^In sync/)
    await world.sql(`insert into "Order" values (1, 9.5, 'x'), (2, 1, null)`)
    await world.sql(
      `insert into "say ""hi""; drop table" values (1, 'a''b', 5, 'kept', 'gone'), (2, null, 6, null, null)`,
    )
    const start = await world.contents()
    await world.write(after)
    expect((await world.run('--yes', '--detailed-exitcode', '--json')).code).toBe(3)
    await world.sql(`update "Order" set "select" = 'y' where "select" is null`)
    const mended = await world.contents()
    expect(mended.schema).toEqual(start.schema)
    await world.expect(4, '--yes', '--detailed-exitcode', '--json')
    await world.expect(0, 'continue')
    expect((await world.expect(0, 'plan')).stdout).toMatch(/^In sync/)
    expect(
      await world.rows(
        `select "füllung %s $1" as filled, """new"" name" as renamed from "say ""hi""; drop table" order by "key 🔑"`,
      ),
    ).toEqual([
      { filled: "it's 5", renamed: 'kept' },
      { filled: "it's 6", renamed: null },
    ])
    expect((await world.expect(0, 'status')).stdout).toContain('gone⛔')
    await world.expect(0, 'rollback', '--yes')
    const back = await world.contents()
    // Labels are the one thing that stays (R23).
    expect({ ...back, schema: back.schema.filter((line) => !line.includes('bad; --')) }).toEqual(mended)
  })
})

test('names that would forge the output are shown for what they are', async () => {
  world = await createWorld(postgresEngine())
  await world.write(
    'tables:\n  "evil\\e[2J\\nIn sync: everything":\n    columns: { id: bigint }\n    primary_key: [id]\n',
  )
  const { code, stdout, stderr } = await world.run('plan')
  expect(code === 2 || code === 65).toBe(true)
  expect(stdout + stderr).not.toContain('\u001b[2J')
  expect(stdout + stderr).not.toMatch(/^In sync: everything/m)
})
