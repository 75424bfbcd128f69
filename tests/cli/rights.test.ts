import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ended } from './support/process.ts'
import { createWorld, postgresEngine, type World } from './support/world.ts'

const spec = (columns: string) =>
  `tables:\n  notes:\n    columns: { id: bigint, ${columns} }\n    primary_key: [id]\n    checks: { notes_id_check: id > 0 }\n`

let world: World
let role: string
let as: (...args: readonly string[]) => Promise<Ended>
let database: string

describe('a role with few rights', () => {
  beforeEach(async () => {
    world = await createWorld(postgresEngine())
    await world.sql(`create table notes (id bigint constraint notes_pkey primary key, body text, constraint notes_id_check check (id > 0));
      insert into notes values (1, 'a')`)
    await world.write(spec('body: text, title: text'))
    role = `role_${randomBytes(4).toString('hex')}`
    database = new URL(world.url).pathname.slice(1)
    await world.sql(`create role ${role} login password 'weak'; revoke create on schema public from public;
      grant usage on schema public to ${role}; grant select on all tables in schema public to ${role}`)
    const url = new URL(world.url)
    url.username = role
    url.password = 'weak'
    as = (...args) => world.runWith({ env: { APP_URL: url.href } }, ...args)
  })
  afterEach(async () => {
    await world.sql(`drop owned by ${role}; drop role ${role}`)
    await world.dispose()
  })

  test('who may only read can plan, and is told which right applying takes', async () => {
    const before = await world.contents()
    const plan = await as('plan')
    expect(plan).toMatchObject({ code: 2, stderr: '' })
    expect(plan.stdout).toContain('add column notes.title')
    const { code, stderr } = await as('--yes', '--quiet')
    expect(stderr).toContain(`role ${role} does not own table notes`)
    expect(stderr).toContain('42501')
    expect(code).toBe(3)
    expect(await world.contents()).toEqual(before)
    expect((await as('status')).stdout).toContain('No run yet')
  })

  test('who may not even create temporary tables can compare two databases as they are', async () => {
    const other = await createWorld(postgresEngine())
    await other.sql('create table notes (id bigint constraint notes_pkey primary key, body text check (body <> $$ $$))')
    await world.sql(`revoke temporary on database ${database} from public`)
    const url = new URL(world.url)
    url.username = role
    url.password = 'weak'
    const { code, stdout, stderr } = await as('diff', url.href, other.url)
    await other.dispose()
    expect(stdout).toContain('notes_body_check')
    expect(stderr).toContain('compared as they are written')
    expect(code).toBe(2)
  })

  test('who may create schemas but owns nothing is told before anything is done', async () => {
    await world.sql(`grant create on database ${database} to ${role}`)
    const before = await world.contents()
    const { code, stderr } = await as('--yes', '--quiet')
    expect(stderr).toContain(`role ${role} does not own table notes, which belongs to postgres`)
    expect(stderr).toContain(`GRANT postgres TO ${role}`)
    expect(code).toBe(3)
    expect(await world.contents()).toEqual(before)
    await world.write(`${spec('body: text')}  more:\n    columns: { id: bigint }\n`)
    expect((await as('--yes', '--quiet')).stderr).toContain(`GRANT CREATE ON SCHEMA public TO ${role}`)
    await world.write(spec('body: text, title: text'))
    expect((await as('plan')).code).toBe(2)
  })

  test('who owns the tables needs no more than to create the journal', async () => {
    await world.sql(`grant create on schema public to ${role}; alter table notes owner to ${role}`)
    const before = await world.contents()
    const refused = await as('--yes', '--quiet')
    expect(refused.stderr).toContain(`GRANT CREATE ON DATABASE ${database} TO ${role}`)
    expect(refused.code).toBe(3)
    await world.sql(`grant create on database ${database} to ${role}`)
    expect(await as('--yes', '--quiet')).toMatchObject({ code: 0, stderr: '' })
    expect(await as('rollback', '--yes', '--quiet')).toMatchObject({ code: 0, stderr: '' })
    expect(await world.contents()).toEqual(before)
  })

  test('without the right to temporary tables the plan says so', async () => {
    await world.sql(`revoke temporary on database ${database} from public`)
    await world.write(spec('body: text, title: { type: text, default: upper(chr(97)) }'))
    const { code, stderr } = await as('plan')
    expect(stderr).toContain('GRANT TEMPORARY ON DATABASE')
    expect(stderr).toContain(database)
    expect(code).toBe(3)
  })

  test('without the right to read a table the plan works, and data questions say what is missing', async () => {
    await world.sql(`revoke select on notes from ${role}`)
    await world.write(spec('body: text').replace('id > 0', 'id > 5'))
    const { code, stderr } = await as('plan')
    expect(stderr).toContain('notes')
    expect(stderr).toContain('42501')
    expect(code).toBe(3)
  })
})
