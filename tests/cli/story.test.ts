import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, postgresMajors } from '../support/databases.ts'
import { createWorld, type World } from './support/world.ts'

const tiers = `  tiers:
    columns: { id: smallint, title: { type: text, not_null: true }, min_points: { type: integer, not_null: true } }
    primary_key: [id]
`
const start: Columns = {
  id: 'bigint',
  phone: 'text',
  points: '{ type: integer, not_null: true, default: 0 }',
  note: 'text',
}

type Columns = Readonly<Record<string, string>>

function customers(columns: Columns, more = ''): string {
  const lines = Object.entries(columns).map(([name, text]) => `      ${name}: ${text}\n`)
  return `tables:\n${tiers}  customers:\n    columns:\n${lines.join('')}    primary_key: [id]\n${more}`
}

const oldest = Math.min(...postgresMajors())
const { note: _, ...withoutNote } = start
const { phone: __, ...withoutPhone } = start

interface Chapter {
  readonly name: string
  readonly spec: string
  /** Seen by somebody else once it is done. */
  readonly then: { readonly ask: string; readonly answer: readonly object[] }
}

const chapters: readonly Chapter[] = [
  {
    name: 'add a required column with a backfill',
    spec: customers(
      { ...start, tier_id: '{ type: smallint, not_null: true, references: tiers.id }' },
      `    backfills:
      tier_from_points:
        set: { tier_id: (select t.id from tiers t where t.min_points <= customers.points order by t.min_points desc limit 1) }
        where: tier_id is null
`,
    ),
    then: {
      ask: 'select tier_id, count(*) as n from customers group by 1 order by 1',
      answer: [{ tier_id: 1 }, { tier_id: 2 }, { tier_id: 3 }],
    },
  },
  {
    name: 'rename a column',
    spec: customers({ ...withoutPhone, phone_number: '{ type: text, renamed_from: phone }' }),
    then: { ask: 'select phone_number from customers where id = 7', answer: [{ phone_number: '+7 900 7' }] },
  },
  {
    name: 'widen a type',
    spec: customers({ ...start, points: '{ type: numeric, not_null: true, default: 0 }' }),
    then: { ask: 'select cast(points as text) as points from customers where id = 12', answer: [{ points: '120' }] },
  },
  {
    name: 'drop a column',
    spec: customers(withoutNote),
    then: { ask: 'select count(*) as n from customers where points > 0', answer: [{}] },
  },
]

describe.each(engines())('on $name', (engine) => {
  let world: World
  beforeAll(async () => {
    world = await createWorld(engine, { gate: 'manual' })
    await world.write(customers(start))
    await world.expect(0, '--yes')
    await world.sql(`insert into tiers values (1, 'Silver', 0), (2, 'Gold', 100), (3, 'Platinum', 300)`)
    const rows = Array.from(
      { length: 60 },
      (_row, index) => `(${index}, '+7 900 ${index}', ${index * 10}, ${index % 3 === 0 ? 'null' : `'n ''${index}'''`})`,
    )
    await world.sql(`insert into customers (id, phone, points, note) values ${rows.join(', ')}`)
  })
  afterAll(() => world.dispose())

  // What PostgreSQL before 18 does differently is NOT NULL.
  test.each(engine.major === oldest ? chapters.slice(0, 1) : chapters)('$name', async ({ spec, then }) => {
    await world.write(customers(start))
    const before = await world.contents()
    await world.write(spec)
    const plan = await planned(world)
    // Each of them has something that an old application would notice.
    await world.expect(4, 'apply', plan, '--yes', '--detailed-exitcode')
    await world.expect(0, 'continue')
    expect((await world.expect(0, 'plan')).stdout).toMatch(/^In sync/)
    expect(await world.rows(then.ask)).toMatchObject(then.answer)
    expect(readFileSync(join(world.directory, 'state/app/schema.yaml'), 'utf8')).toContain('customers')
    await world.expect(0, 'rollback', '--yes')
    expect(await world.contents()).toEqual(before)
  })

  test('a unique index over data with a duplicate: refused with the keys, then mended', async () => {
    await world.sql(`update customers set phone = '+7 900 3' where id = 33`)
    const before = await world.contents()
    await world.write(customers(start, '    unique: { customers_phone_key: [phone] }\n'))
    for (const verb of [['plan'], ['--yes']]) {
      const { stderr } = await world.expect(3, ...verb)
      expect(stderr).toMatch(/phone=\+7 900 3, rows=2\n/)
      expect(stderr.match(/phone=/g)).toHaveLength(1)
    }
    expect(await world.contents()).toEqual(before)
    await world.sql(`update customers set phone = '+7 900 33' where id = 33`)
    const mended = await world.contents()
    // On SQLite the table is rebuilt, which waits for the gate; PostgreSQL takes in the index as it is.
    if ((await world.run('--yes', '--detailed-exitcode')).code === 4) await world.expect(0, 'continue')
    expect((await world.expect(0, 'plan')).stdout).toMatch(/^In sync/)
    await expect(world.sql(`update customers set phone = '+7 900 3' where id = 33`)).rejects.toThrow(/unique/i)
    await world.expect(0, 'rollback', '--yes')
    expect(await world.contents()).toEqual(mended)
  })
})

/** Plans, looks at what is written for people, and gives the path of the plan itself. */
async function planned(world: World): Promise<string> {
  const { stdout } = await world.expect(2, 'plan')
  const id = /^Plan (\w{8}) for app/.exec(stdout)?.[1]
  const folder = join('state/app/plans', id ?? 'none')
  expect(existsSync(join(world.directory, folder))).toBe(true)
  const files = readdirSync(join(world.directory, folder)).toSorted()
  expect(files).toEqual(['forward.sql', 'plan.json', 'review.md', 'rollback.sql'])
  for (const file of files) expect(readFileSync(join(world.directory, folder, file), 'utf8')).toContain('customers')
  return join(folder, 'plan.json')
}
