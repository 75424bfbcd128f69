import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { documentOf } from './support/json.ts'
import { createWorld, mainEngines, postgresEngine, sqliteEngine, type World } from './support/world.ts'

let world: World
afterEach(() => world.dispose())

const both = `enums: { mood: [good, bad] }
tables:
  notes:
    columns: { id: bigint, body: text, old: text, feeling: mood }
    primary_key: [id]
  drafts:
    columns: { id: bigint, body: text }
    primary_key: [id]
`
const less = 'tables:\n  notes:\n    columns: { id: bigint, body: text }\n    primary_key: [id]\n'

describe.each(mainEngines())('purge on $name', (engine) => {
  test('destroys what was put aside, once it is old enough and allowed by name; then there is no way back', async () => {
    world = await createWorld(engine)
    await world.write(both)
    await world.expect(0, '--yes')
    await world.sql(`insert into notes values (1, 'a', 'kept', 'good'); insert into drafts values (1, 'b')`)
    const before = await world.contents()
    await world.write(less)
    await world.expect(0, '--yes')
    const kept = world.isSqlite
      ? ['column notes.old', 'table drafts']
      : ['column notes.old', 'table drafts', 'enum mood']
    const status = (await world.expect(0, 'status')).stdout
    for (const one of kept) expect(status).toMatch(new RegExp(`${one}, kept as \\S*_rq_.*, since \\d{4}-.* by run 2-`))

    await world.expect(0, 'rollback', '--yes')
    expect(await world.contents()).toEqual(before)
    expect((await world.expect(0, 'status')).stdout).not.toContain('Put aside')
    expect((await world.expect(0, 'purge', '--older-than', '0s')).stdout).toContain('Nothing is put aside')

    await world.expect(0, '--yes')
    const aside = await world.contents()
    expect((await world.expect(0, 'purge')).stdout).toContain('Nothing is put aside for that long')
    for (const args of [['--yes'], ['--allow', 'purge-data'], ['--yes', '--allow', 'table-rewrite']]) {
      const { stdout, stderr } = await world.expect(3, 'purge', '--older-than', '0s', ...args)
      expect(stdout).toContain('column notes.old')
      expect(stderr).toContain('--yes --allow purge-data')
    }
    expect(documentOf(await world.expect(3, 'purge', '--older-than', '0s', '--json'))).toMatchObject({
      destroyed: false,
    })
    expect(await world.contents()).toEqual(aside)

    const purged = await world.expect(0, 'purge', '--older-than', '0s', '--yes', '--allow', 'purge-data', '--json')
    expect(documentOf(purged)).toMatchObject({ destroyed: true, objects: expect.any(Array) })
    const after = await world.contents()
    expect([...after.schema, ...Object.keys(after.rows), ...Object.values(after.rows).flat()].join('\n')).not.toContain(
      '_rq_',
    )
    expect(await world.rows('select * from notes')).toMatchObject([{ body: 'a' }])
    expect((await world.expect(0, 'plan')).stdout).toMatch(/^In sync/)
    const refused = await world.expect(3, 'rollback', '--yes')
    expect(refused.stderr).toContain('has been purged')
    expect(refused.stderr).toContain('notes.old')
    expect(await world.contents()).toEqual(after)
  })
})

test('what has been aside for longer than the target keeps it is told, and is what purge takes', async () => {
  world = await createWorld(sqliteEngine())
  await world.write(both)
  await world.expect(0, '--yes')
  await world.sql(`insert into notes values (1, 'a', 'kept', 'good'); insert into drafts values (1, 'b')`)
  await world.write(less)
  await world.expect(0, '--yes')
  const said = (await world.expect(0, 'status')).stdout
  expect(said).toContain('Put aside')
  expect(said).not.toContain('for longer than')
  const config = 'targets:\n  app: { url: "${APP_URL}", gate: none, keep_aside: 0s }\ndefault_target: app\n'
  await world.write(config, 'specs/reconcile.yaml')
  expect((await world.expect(0, 'status')).stdout).toMatch(
    /^All \d have been aside for longer than 0ms: reconcile purge --target app$/m,
  )
  expect(documentOf(await world.expect(0, 'status', '--json'))).toMatchObject({
    quarantined: expect.arrayContaining([expect.objectContaining({ overdue: true })]),
  })
  expect((await world.expect(3, 'purge')).stdout).toContain('table drafts')
})

const odd = `it''s "odd"\\ and
long ☃`

describe.each(mainEngines())('purge --archive on $name', (engine) => {
  test('writes what it destroys as SQL that brings it back, and destroys nothing when it cannot', async () => {
    world = await createWorld(engine)
    await world.write(both)
    await world.expect(0, '--yes')
    await world.sql(`insert into notes values (1, 'a', '${odd}', 'good'), (2, 'b', null, null);
      insert into drafts values (7, '${odd}')`)
    const kept = await world.rows('select id, old from notes order by id')
    const drafts = await world.rows('select id, body from drafts')
    await world.write(less)
    await world.expect(0, '--yes')
    const aside = await world.contents()
    const destroy = ['purge', '--older-than', '0s', '--yes', '--allow', 'purge-data', '--archive']

    const inTheWay = join(world.directory, 'file')
    writeFileSync(inTheWay, '')
    expect((await world.expect(65, ...destroy, join(inTheWay, 'below'))).stderr).toContain('cannot be written to')
    expect(await world.contents()).toEqual(aside)

    const folder = join(world.directory, 'archive')
    expect((await world.expect(0, ...destroy, folder)).stdout).toContain('Archived')
    const files = readdirSync(folder).sort()
    expect(files).toHaveLength(3)
    for (const file of files) await world.sql(readFileSync(join(folder, file), 'utf8'))
    expect(await world.rows('select id, old from archived_notes_old order by id')).toEqual(kept)
    expect(await world.rows('select id, body from archived_drafts')).toEqual(drafts)
  })
})

describe.each(mainEngines())('purge --archive schema:NAME on $name', (engine) => {
  test('copies what it destroys into tables, with types, keys and the run, and never onto one that is there', async () => {
    world = await createWorld(engine)
    const within = (name: string): string => (world.isSqlite ? `"kept_${name}"` : `kept."${name}"`)
    await world.write(both)
    await world.expect(0, '--yes')
    await world.sql(`insert into notes values (1, 'a', '${odd}', 'good'), (2, 'b', null, null);
      insert into drafts values (7, '${odd}')`)
    const kept = await world.rows('select id, old from notes order by id')
    const drafts = await world.rows('select id, body from drafts')
    await world.write(less)
    await world.expect(0, '--yes')
    const told = documentOf(await world.expect(0, 'status', '--json')) as unknown as { quarantined: { run: string }[] }
    const run = told.quarantined[0]?.run ?? ''
    const tail = run.replaceAll('-', '_')
    await world.sql(world.isSqlite ? '' : 'create schema kept')
    await world.sql(`create table ${within(`notes_old_${tail}`)} (mine text)`)
    const aside = await world.contents()
    const destroy = ['purge', '--older-than', '0s', '--yes', '--allow', 'purge-data', '--archive']
    const reserved = await world.expect(64, ...destroy, 'schema:_rq_mine')
    expect(reserved.stderr).toContain('_rq_mine is not yours')
    expect(await world.contents()).toEqual(aside)

    const { stdout } = await world.expect(0, ...destroy, 'schema:kept')
    expect(stdout).toMatch(new RegExp(`^Archived$[^]*kept[._]notes_old_${tail}_2$[^]*kept[._]drafts_${tail}$`, 'm'))
    const olds = within(`notes_old_${tail}_2`)
    expect(await world.rows(`select id, old from ${olds} order by id`)).toEqual(kept)
    expect(await world.rows(`select id, body from ${within(`drafts_${tail}`)}`)).toEqual(drafts)
    expect(await world.rows(`select distinct _rq_run as run from ${olds}`)).toEqual([{ run }])
    expect(await world.rows(`select * from ${within(`notes_old_${tail}`)}`)).toEqual([])
    await expect(world.sql(`insert into ${olds} (id) values (1)`)).rejects.toThrow()
    const types = world.isSqlite
      ? `select lower(type) as type from pragma_table_info('kept_notes_old_${tail}_2') where name = 'id'`
      : `select format_type(atttypid, null) as type from pg_attribute where attrelid = '${olds}'::regclass and attname = 'id'`
    expect(await world.rows(types)).toEqual([{ type: world.isSqlite ? 'integer' : 'bigint' }])
    const { schema } = await world.contents()
    expect(schema.filter((line) => /\bold\b|drafts/.test(line) && !line.includes('kept'))).toEqual([])
    // They are nobody's: listed, and never touched.
    expect((await world.expect(0, 'plan')).stdout).toMatch(/^In sync/)
  })
})

test('what cannot be destroyed is not left copied either, and the rest stays for another time', async () => {
  world = await createWorld(postgresEngine())
  await world.write(both)
  await world.expect(0, '--yes')
  await world.sql(`insert into notes values (1, 'a', 'x', 'good'); insert into drafts values (7, 'y')`)
  await world.write(less)
  await world.expect(0, '--yes')
  const [{ name } = {}] = await world.rows(
    `select attname as name from pg_attribute where attrelid = 'notes'::regclass and attname like '\\_rq\\_%old'`,
  )
  // What hangs on the column keeps it from going, which the copy comes before.
  await world.sql(`create schema kept; create view seen as select ${String(name)} from notes`)
  const archiving = ['purge', '--older-than', '0s', '--yes', '--allow', 'purge-data', '--archive', 'schema:kept']
  expect((await world.expect(1, ...archiving)).stderr).toContain('could not be purged')
  const { rows } = await world.contents()
  expect(Object.keys(rows).filter((table) => table.startsWith('kept.notes_old'))).toEqual([])
  expect(rows['public.notes']?.join()).toContain(`${String(name)}": "x"`)
  expect(Object.keys(rows).filter((table) => table.endsWith('_drafts'))).toHaveLength(1)
})

test('an archive whose schema may not be created says which right that takes, before anything is destroyed', async () => {
  world = await createWorld(postgresEngine())
  await world.write('tables: { notes: { columns: { id: bigint, old: text } } }')
  await world.expect(0, '--yes')
  await world.sql(`insert into notes values (1, 'x')`)
  await world.write('tables: { notes: { columns: { id: bigint } } }')
  await world.expect(0, '--yes')
  const aside = await world.contents()
  const { username, pathname } = new URL(world.url)
  const [role, database] = [`keeper${pathname.slice(1)}`, pathname.slice(1)]
  await world.sql(`create role "${role}" login password 'x' in role "${username}";
    revoke create on database "${database}" from "${username}", public`)
  try {
    const url = new URL(world.url)
    url.username = role
    url.password = 'x'
    const archiving = ['purge', '--older-than', '0s', '--yes', '--allow', 'purge-data', '--archive', 'schema:kept']
    const { code, stderr } = await world.runWith({ env: { APP_URL: url.href } }, ...archiving)
    expect(stderr).toContain('the schema kept of the archive cannot be created: permission denied for database')
    expect(stderr).toContain('grant create on database')
    expect(code).toBe(3)
    expect(await world.contents()).toEqual(aside)
  } finally {
    await world.sql(`drop role "${role}"`)
  }
})

test('an archive has texts with NUL in them whole', async () => {
  world = await createWorld(sqliteEngine())
  await world.write(both)
  await world.expect(0, '--yes')
  await world.sql(`insert into notes values (1, 'a', cast(x'780079c3a9' as text), 'good'), (2, 'b', x'00ff', 'bad')`)
  const kept = await world.rows('select id, hex(old) as old, typeof(old) as type from notes order by id')
  await world.write(less)
  await world.expect(0, '--yes')
  const folder = join(world.directory, 'archive')
  await world.expect(0, 'purge', '--older-than', '0s', '--yes', '--allow', 'purge-data', '--archive', folder)
  for (const file of readdirSync(folder)) await world.sql(readFileSync(join(folder, file), 'utf8'))
  expect(
    await world.rows('select id, hex(old) as old, typeof(old) as type from archived_notes_old order by id'),
  ).toEqual(kept)
})

test('an archive tells the rows of a table and of its heirs apart', async () => {
  const spec = (columns: string) =>
    `tables:\n  notes: { columns: { id: bigint, body: text${columns} }, primary_key: [id] }\n  drafts: { inherits: [notes], columns: { more: text } }\n  'ü': { inherits: [notes], columns: {} }\n  'ö': { inherits: [notes], columns: {} }\n`
  world = await createWorld(postgresEngine())
  await world.write(spec(', old: text'))
  await world.expect(0, '--yes')
  await world.sql(`insert into notes values (1, 'a', 'of notes'); insert into drafts (id, old) values (1, 'of drafts');
    insert into "ü" (id, old) values (1, 'of ü'); insert into "ö" (id, old) values (1, 'of ö')`)
  await world.write(spec(''))
  await world.expect(0, '--yes')
  const folder = join(world.directory, 'archive')
  await world.expect(0, 'purge', '--older-than', '0s', '--yes', '--allow', 'purge-data', '--archive', folder)
  for (const file of readdirSync(folder)) await world.sql(readFileSync(join(folder, file), 'utf8'))
  expect(await world.rows('select * from archived_notes_old')).toEqual([{ id: '1', old: 'of notes' }])
  expect(await world.rows('select * from archived_drafts_old')).toEqual([{ id: '1', old: 'of drafts' }])
  // As names of files, these two are one.
  expect(await world.rows('select * from "archived_ü_old"')).toEqual([{ id: '1', old: 'of ü' }])
  expect(await world.rows('select * from "archived_ö_old"')).toEqual([{ id: '1', old: 'of ö' }])
})

test('an exchanged column is kept in step until it is purged, and the trigger goes with it', async () => {
  const spec = (type: string) =>
    `tables:\n  notes:\n    columns: { id: bigint, size: ${type} }\n    primary_key: [id]\n    indexes: { notes_size_idx: [size] }\n`
  world = await createWorld(postgresEngine(), { target: '    small_table: 0B\n' })
  await world.write(spec('integer'))
  await world.expect(0, '--yes')
  await world.sql('insert into notes values (1, 7)')
  await world.write(spec('bigint'))
  await world.expect(0, '--yes')
  const traces = () =>
    world.rows(`select proname as name from pg_proc where proname ~ '^_rq_' union all select tgname from pg_trigger
      where tgname ~ '_rq_' union all select attname from pg_attribute where attname ~ '^_rq_' and not attisdropped
        and attrelid = 'notes'::regclass union all select relname from pg_class where relname ~ '^_rq_'`)
  const column = String((await traces()).map(({ name }) => name).find((name) => String(name).endsWith('_size')))
  // The last one has no value in the old type, and that is no reason to refuse it.
  await world.sql('insert into notes (id, size) values (3, 3000000000)')
  // The new column stands behind the old one: whoever goes by places still means the value.
  await world.sql('insert into notes values (2, 8)')
  expect(await world.rows('select size::text from notes order by id')).toEqual(
    ['7', '8', '3000000000'].map((size) => ({ size })),
  )
  expect(await world.rows(`select ${column} as old from notes order by id`)).toEqual([
    { old: 7 },
    { old: 8 },
    { old: null },
  ])
  expect((await world.expect(0, 'plan')).stdout).toMatch(/^In sync/)

  await world.expect(0, 'purge', '--older-than', '0s', '--yes', '--allow', 'purge-data')
  expect(await traces()).toEqual([])
  await world.sql('insert into notes values (4, 9)')
  expect((await world.expect(0, 'plan')).stdout).toMatch(/^In sync/)
})
