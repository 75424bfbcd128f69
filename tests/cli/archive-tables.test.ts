import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { parseArchive } from '../../src/cli/options.ts'
import { createWorld, postgresEngine, type World } from './support/world.ts'

let world: World
afterEach(() => world.dispose())

const archiving = ['purge', '--older-than', '0s', '--yes', '--allow', 'purge-data', '--archive', 'schema:kept']

test('an archive keeps no collation from going, and a failure says what has been archived and destroyed before it', async () => {
  const rest = 'tables:\n  notes:\n    columns: { id: bigint }\n    primary_key: [id]\n'
  world = await createWorld(postgresEngine())
  await world.write(`collations: { german: { locale: C } }
domains: { word: { type: text, collation: german } }
${rest.replace('id: bigint', 'id: bigint, old: { type: text, collation: german }, older: word')}
  drafts:
    columns: { id: { type: text, collation: german }, body: { type: text, collation: C } }
    primary_key: [id]
`)
  await world.expect(0, '--yes')
  await world.sql(`insert into notes values (1, 'a', 'b'); insert into drafts values ('c', 'd')`)
  await world.write(rest)
  await world.expect(0, '--yes')
  const [{ name } = {}] = await world.rows(
    `select oid::regclass::text as name from pg_class where relname ~ '^_rq_.*drafts$' and relkind = 'r'`,
  )
  await world.sql(`create view seen as select body from ${String(name)}`)
  const said = (await world.expect(1, ...archiving)).stderr
  expect(said).toMatch(/because other objects depend on it: view seen depends on table \S+drafts \(2BP01\)$/m)
  expect(said).toMatch(
    /what uses it, then purge again\. Before it, 2 objects were destroyed for good: column notes\.old, kept as \S+; column notes\.older, kept as \S+; archived as kept\.notes_old_\S+, kept\.notes_older_\S+\.$/m,
  )
  await world.sql(`drop view seen; alter default privileges grant select, insert on tables to public, pg_monitor;
    alter default privileges in schema kept grant all on tables to pg_monitor with grant option`)
  expect((await world.expect(0, ...archiving)).stdout).toContain('3 objects destroyed.')
  expect(await world.rows(`select collname from pg_collation where collnamespace = 'public'::regnamespace`)).toEqual([])
  // Whoever could not read a row of theirs must not find it in the copy.
  const readers =
    await world.rows(`select distinct x.grantee::regrole::text as role from pg_class c, aclexplode(c.relacl) x
    where c.relnamespace = 'kept'::regnamespace`)
  const owners = await world.rows(`select distinct relowner::regrole::text as role from pg_class
    where relnamespace = 'kept'::regnamespace`)
  expect(readers).toEqual(owners)
})

test('purge waits for a lock as a step does, and says what to do when nobody lets go of it', async () => {
  world = await createWorld(postgresEngine())
  await world.write('tables: { notes: { columns: { id: bigint, old: text } } }')
  await world.expect(0, '--yes')
  await world.write('tables: { notes: { columns: { id: bigint } } }')
  await world.expect(0, '--yes')
  const reader = new pg.Client({ connectionString: world.url })
  await reader.connect()
  try {
    await reader.query('begin; select from notes')
    const config = (window: string) =>
      `targets: { app: { url: '\${APP_URL}', gate: none, lock_window: ${window} } }\ndefault_target: app\n`
    await world.write(config('1s'), 'specs/reconcile.yaml')
    const { stderr } = await world.expect(1, ...archiving)
    expect(stderr).toContain(
      'let them finish, or wait for a quiet hour, then purge again. Nothing was destroyed before it.',
    )
    expect(stderr).not.toContain('esume')
    await world.write(config('2m'), 'specs/reconcile.yaml')
    const waiting = await world.start({}, ...archiving)
    await waiting.wrote('stderr', 'waiting for a lock: column notes.old')
    await reader.query('rollback')
    expect((await waiting.ended).code).toBe(0)
  } finally {
    await reader.end()
  }
})

test.each(['sqlite', 'SQLite', '_rq', '_reconcile', 'reconcile', 'sqlite_mine'])(
  'no archive is called %s',
  async (name) => {
    expect(() => parseArchive(`schema:${name}`)).toThrow(`${name} is not yours`)
  },
)
