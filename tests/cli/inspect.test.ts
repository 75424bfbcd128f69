import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mainEngines, createWorld, type World } from './support/world.ts'
import { documentOf } from './support/json.ts'

const tables = `
  create table tiers (id integer not null, code varchar(20) not null, constraint tiers_pkey primary key (id), constraint tiers_code_key unique (code));
  create table customers (
    id integer not null, name text not null default 'nobody', tier_id integer,
    constraint customers_pkey primary key (id),
    constraint customers_tier_id_fkey foreign key (tier_id) references tiers (id) on delete cascade
  );
  create index customers_tier_idx on customers (tier_id);`

/** What nobody models: it is told, and left alone. */
const unmodeled = {
  sqlite: { kind: 'virtual table', name: 'names', sql: 'create virtual table names using fts5 (name)' },
  postgres: { kind: 'publication', name: 'names', sql: 'create publication names for table customers' },
}

describe.each(mainEngines())('a database that somebody else has made, on $name', (engine) => {
  let world: World
  const other = unmodeled[engine.major === undefined ? 'sqlite' : 'postgres']
  beforeAll(async () => {
    world = await createWorld(engine)
    await world.sql(tables)
    await world.sql(other.sql)
  })
  afterAll(() => world.dispose())

  const specs = (): string =>
    readFileSync(join(world.directory, world.isSqlite ? 'specs/main.yaml' : 'specs/public.yaml'), 'utf8')

  test('is written to stdout, what is not modelled to stderr, and nothing is changed', async () => {
    const before = await world.contents()
    const { stdout, stderr } = await world.expect(0, 'inspect')
    expect(stdout).toMatch(/^# yaml-language-server: \$schema=\S+\/spec\.schema\.json\n/)
    expect(stdout).toContain('      tier_id: { type: integer, references: tiers.id, on_delete: cascade }\n')
    expect(stdout).toContain(`      name: { type: text, not_null: true, default: "'nobody'`)
    expect(stdout).toContain('      customers_tier_idx: [tier_id]\n')
    expect(stderr).toMatch(/^Not modelled by Reconcile, not written \(\d\)\n/)
    expect(stderr).toContain(`\n  ${other.kind} names\n`)
    expect(await world.contents()).toEqual(before)
    expect(existsSync(join(world.directory, 'state'))).toBe(
      world.isSqlite && existsSync(join(world.directory, 'state')),
    )
  })

  test('as one document with --json', async () => {
    expect(documentOf(await world.expect(0, 'inspect', '--json'))).toMatchObject({
      type: 'inspection',
      tables: 2,
      files: [{ path: null, text: expect.stringContaining('tiers:') }],
      unmodeled: expect.arrayContaining([expect.objectContaining({ kind: other.kind, name: 'names' })]),
    })
  })

  test('to files, which are never overwritten without --force', async () => {
    const { stdout } = await world.expect(0, 'inspect', '--out', 'specs')
    expect(stdout).toContain('2 tables of app written to specs/')
    const written = specs()
    await world.expect(0, 'inspect', '--out', 'specs')
    const file = world.isSqlite ? 'specs/main.yaml' : 'specs/public.yaml'
    await world.write('tables: {}\n', file)
    expect((await world.expect(3, 'inspect', '--out', 'specs')).stderr).toContain(`${file}; nothing was written`)
    expect(specs()).toBe('tables: {}\n')
    await world.expect(0, 'inspect', '--out', 'specs', '--force')
    expect(specs()).toBe(written)
    await world.expect(0, 'inspect', '--out', 'by-table', '--layout', 'table')
    expect(existsSync(join(world.directory, 'by-table/tiers.yaml'))).toBe(true)
    await world.expect(64, 'inspect', '--layout', 'table')
  })

  test('leaves nothing to do, and says what it does not know', async () => {
    const { stdout } = await world.expect(0, 'plan')
    expect(stdout).toMatch(/^In sync/)
    expect(stdout).toContain(`${other.kind} names`)
    await world.expect(0, 'plan', '--specs', 'by-table', '--url', world.url)
  })

  test('is not adopted while it is not what the specs say', async () => {
    expect((await world.expect(3, 'drift')).stderr).toContain('nothing is recorded of app')
    const written = specs()
    await world.write(
      written.replace('      id: integer\n', '      id: integer\n      more: text\n'),
      'specs/public.yaml',
    )
    if (world.isSqlite) await world.write('tables: {}\n', 'specs/main.yaml')
    const { stdout, stderr } = await world.expect(3, 'adopt')
    expect(stdout).toContain('add column customers.more')
    expect(stderr).toContain('Refused: app is not what the specs say; nothing was recorded')
    expect(documentOf(await world.expect(3, 'adopt', '--json'))).toMatchObject({ type: 'plan', in_sync: false })
    await world.expect(3, 'drift')
    await world.write(written, world.isSqlite ? 'specs/main.yaml' : 'specs/public.yaml')
    if (world.isSqlite) await world.write('tables: {}\n', 'specs/public.yaml')
  })

  test('is adopted, and from then on managed', async () => {
    const before = await world.contents()
    const { stdout } = await world.expect(0, 'adopt')
    expect(stdout).toContain('Adopted: 2 tables of app')
    expect(stdout).toContain(`${other.kind} names`)
    expect(await world.contents()).toEqual(before)
    expect(world.stateFiles().get('app/schema.yaml')).toContain('customers_tier_idx: [tier_id]')
    expect(documentOf(await world.expect(0, 'adopt', '--json'))).toMatchObject({ type: 'adoption', tables: 2 })
    expect(documentOf(await world.expect(0, 'drift', '--json'))).toMatchObject({ drifted: false, changes: [] })
    expect((await world.expect(0, 'status')).stdout).toContain('No run')
  })

  test('drifts when somebody changes it by hand', async () => {
    await world.sql('alter table tiers add column title text; create table extra (id integer)')
    const { stdout } = await world.expect(2, 'drift')
    expect(stdout).toContain('  + add column tiers.title\n1 change since app was recorded.')
    expect(stdout).toContain('extra')
    expect(stdout).toContain(`${other.kind} names`)
    expect(documentOf(await world.expect(2, 'drift', '--json'))).toMatchObject({
      type: 'drift',
      drifted: true,
      changes: [{ kind: 'add_column', title: 'add column tiers.title' }],
      unmanaged: ['extra'],
      unmodeled: expect.arrayContaining([expect.objectContaining({ kind: other.kind, name: 'names' })]),
    })
  })

  test('is compared with anything else, either way', async () => {
    const added = '  + add column tiers.title\n  + create table extra\n2 changes from specs to target:app.\n'
    expect(sorted((await world.expect(2, 'diff', 'specs', 'target:app')).stdout)).toBe(sorted(added))
    expect((await world.expect(2, 'diff', 'target:app', 'recorded:app')).stdout).toContain('  - drop table extra\n')
    for (const [from, to] of [
      ['specs', 'recorded:app'],
      ['state/app/schema.yaml', 'recorded:app'],
      ['recorded:app', 'specs'],
      ['specs', 'by-table'],
      [world.url, 'target:app'],
    ] as const) {
      expect((await world.expect(0, 'diff', from, to)).stdout).toMatch(/^Equal: nothing leads from \S+ to \S+\.\n$/)
    }
    await world.expect(0, 'inspect', '--out', 'now')
    await world.expect(2, 'plan')
    const bundles = [...world.stateFiles().keys()].filter((path) => path.endsWith('plan.json'))
    expect((await world.expect(0, 'diff', `state/${bundles.at(-1)}`, 'specs')).stdout).toMatch(/^Equal/)
    expect(documentOf(await world.expect(2, 'diff', 'specs', 'now', '--url', world.url, '--json'))).toMatchObject({
      type: 'diff',
      from: 'specs',
      to: 'now',
      equal: false,
      as_written: false,
      changes: expect.arrayContaining([{ kind: 'create_table', title: 'create table extra' }]),
    })
  })
})

function sorted(text: string): string {
  return text.split('\n').toSorted().join('\n')
}
