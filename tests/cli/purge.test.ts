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
