import { afterEach, describe, expect, test } from 'vitest'
import type { Engine } from '../support/databases.ts'
import type { ProjectOptions } from './support/project.ts'
import { createWorld, mainEngines, postgresEngine, sqliteEngine, type World } from './support/world.ts'

const open: World[] = []
afterEach(async () => {
  for (const world of open.splice(0)) await world.dispose()
})

async function worldOn(engine: Engine, options: Partial<ProjectOptions> = {}): Promise<World> {
  const world = await createWorld(engine, options)
  open.push(world)
  return world
}

const notes = (columns = '', more = '') => `tables:
  notes:
    columns:
      id: bigint
      body: text
${columns}    primary_key: [id]
${more}`

test('2 while something is to be done, 0 once it is done, 0 when there is nothing to do', async () => {
  const world = await worldOn(sqliteEngine())
  await world.write(notes())
  for (const verb of [['plan'], []]) {
    const { stdout, stderr } = await world.expect(2, ...verb)
    expect(stdout).toContain('create table notes')
    expect(stderr).toBe('')
  }
  expect((await world.contents()).schema).toEqual([])
  expect((await world.expect(0, '--yes')).stdout).toMatch(/^Done: 1 step applied to app/)
  for (const verb of [['plan'], ['apply'], ['--yes']]) {
    expect((await world.expect(0, ...verb)).stdout).toMatch(/^In sync: app/)
  }
  expect((await world.expect(2, 'rollback')).stdout).toContain('undo: create table notes')
  expect((await world.expect(0, 'rollback', '--yes')).stdout).toMatch(/^Rolled back: 1 step/)
  expect((await world.contents()).schema).toEqual([])
  expect((await world.expect(3, 'rollback', '--yes')).stderr).toContain('there is no run to take back')
})

test('0 paused at the gate, 4 when asked to tell; 3 while the run is unfinished; 0 after continue', async () => {
  const world = await worldOn(postgresEngine(), { gate: 'manual' })
  await world.write(notes('      old: text\n'))
  await world.expect(0, '--yes')
  await world.write(notes())
  expect((await world.expect(4, '--yes', '--detailed-exitcode')).stderr).toContain('reconcile continue')
  for (const verb of [['plan'], ['--yes']]) {
    const { stderr } = await world.expect(3, ...verb)
    expect(stderr).toMatch(/run 2-\w+ is not finished: it waits at the gate, 1 of 1 steps are left/)
    expect(stderr).toContain('`reconcile continue`')
  }
  expect((await world.expect(3, 'resume')).stderr).toContain('reconcile continue')
  expect((await world.expect(0, 'continue')).stdout).toMatch(/^Done:/)
  expect((await world.expect(3, 'continue')).stderr).toContain('no unfinished run')
  await world.write(notes('      old: text\n'))
  await world.expect(0, 'rollback', '--yes')
  expect((await world.expect(0, 'plan')).stdout).toMatch(/^In sync/)
  await world.write(notes())
  expect((await world.expect(0, '--yes')).stdout).toContain('reconcile continue')
})

test.each(mainEngines())(
  '1 when a step fails on $name; nothing else is lost, and rollback is offered',
  async (engine) => {
    const world = await worldOn(engine)
    await world.write(notes())
    await world.expect(0, '--yes')
    await world.sql(`insert into notes values (1, 'a'), (2, null)`)
    const before = await world.contents()
    const stuck = `    backfills:\n      shout: { set: { loud: upper(body) }, where: loud is null }\n`
    await world.write(notes('      loud: text\n', stuck))
    const { stderr, stdout } = await world.expect(1, '--yes')
    expect(stdout).toBe('')
    expect(stderr).toContain('leaves rows for which its own `where` is still true')
    expect(stderr).toMatch(/id=2/)
    expect(stderr).toContain('reconcile resume --target app')
    expect((await world.expect(3, 'plan')).stderr).toContain('it failed')
    expect((await world.expect(0, 'status')).stdout).toContain('failed; what is done stays done')
    expect((await world.run('resume')).code).toBe(1)
    await world.sql(`update notes set body = 'b' where id = 2`)
    await world.expect(0, 'resume')
    expect((await world.expect(3, 'resume')).stderr).toContain('no unfinished run')
    expect(await world.rows('select id, loud from notes order by id')).toMatchObject([{ loud: 'A' }, { loud: 'B' }])
    await world.expect(0, 'rollback', '--yes')
    expect(await world.contents()).toEqual({ ...before, rows: expect.anything() })
    expect(await world.rows('select * from notes order by id')).toMatchObject([{ body: 'a' }, { body: 'b' }])
  },
)

test('3: a rename that is not said, with the line to add; then it is one', async () => {
  const world = await worldOn(sqliteEngine())
  await world.write(notes('      headline: text\n'))
  await world.expect(0, '--yes')
  await world.sql(`insert into notes values (1, 'a', 'kept')`)
  await world.write(notes('      title: text\n'))
  expect((await world.expect(3, 'plan')).stderr).toContain('renamed_from: headline')
  await world.write(notes('      title: { type: text, renamed_from: headline }\n'))
  await world.expect(0, '--yes')
  expect(await world.rows('select title from notes')).toEqual([{ title: 'kept' }])
})

test('3: a second rollback, so that it goes no further back than was meant; 0 where the run before is named', async () => {
  const world = await worldOn(sqliteEngine())
  await world.write(notes())
  await world.expect(0, '--yes')
  await world.write(notes('      other: text\n'))
  await world.expect(0, '--yes')
  await world.expect(0, 'rollback', '--yes')
  const { stderr } = await world.expect(3, 'rollback', '--yes')
  expect(stderr).toContain('the latest, is taken back already')
  const [, before = ''] = /`reconcile rollback (\S+)`/.exec(stderr) ?? []
  expect(await world.rows('select * from notes')).toEqual([])
  await world.expect(0, 'rollback', before, '--yes')
  expect((await world.expect(3, 'rollback', '--yes')).stderr).toContain('there is no run to take back')
})

test('3: a saved plan after the database has changed; 0 while it has not', async () => {
  const world = await worldOn(postgresEngine())
  await world.write(notes())
  await world.expect(2, 'plan')
  const [folder] = [...world.stateFiles().keys()].filter((path) => path.endsWith('plan.json'))
  const saved = `state/${folder ?? ''}`
  await world.write(notes('      other: text\n'))
  const reviewed = (await world.expect(2, 'apply', saved)).stdout
  expect(reviewed).toContain(`Next: reconcile apply ${saved} --target app --yes`)
  expect(reviewed).not.toContain('other text')
  await world.expect(0, 'apply', saved, '--yes')
  expect((await world.expect(3, 'apply', saved, '--yes')).stderr).toContain('the database has changed since plan')
  await world.expect(0, 'rollback', '--yes')
  await world.sql('create table notes (id integer)')
  expect((await world.expect(3, 'apply', saved, '--yes')).stderr).toContain('Plan again')
  expect((await world.expect(64, 'apply', 'state/none.json', '--yes')).stderr).toContain('cannot be read')
  await world.write('{"version": 1}', 'broken.json')
  expect((await world.expect(3, 'apply', 'broken.json', '--yes')).stderr).toContain('broken.json')
})
describe('3: a hazard that is not allowed', () => {
  const twice = '      twice: { type: integer, generated: size * 2, stored: true }\n'
  /** Below 10 MB a rewrite is over before anybody notices. */
  async function largeTable(): Promise<World> {
    const world = await worldOn(postgresEngine())
    await world.write(notes('      size: integer\n'))
    await world.expect(0, '--yes')
    await world.sql(
      `insert into notes select n, repeat(md5(n::text), 20), n from generate_series(1, 20000) n; analyze notes`,
    )
    await world.write(notes(`      size: integer\n${twice}`))
    return world
  }

  test('by its own name', async () => {
    const world = await largeTable()
    expect((await world.expect(2, 'plan')).stdout).toContain('--allow table-rewrite')
    const { stderr, stdout } = await world.expect(3, '--yes', '--allow', 'drop-column-live,irreversible')
    expect(stderr).toContain('--allow table-rewrite')
    expect(stdout).toContain('BLOCKED')
    await world.expect(0, '--yes', '--allow', 'drop-column-live', '--allow', 'table-rewrite')
    await world.expect(0, 'plan')
  })

  test('on this day any more', async () => {
    const world = await largeTable()
    const allowUntil = async (day: string) =>
      await world.write(
        `targets:
  app:
    url: \${APP_URL}
    gate: none
    allow: [{ hazard: table-rewrite, reason: night window, until: ${day} }]
default_target: app
`,
        'specs/reconcile.yaml',
      )
    const lapsed = 'app allowed table-rewrite until 2020-02-29, which is over'
    await allowUntil('2020-02-29')
    const planned = await world.expect(2, 'plan')
    const refused = await world.expect(3, '--yes')
    for (const { stdout, stderr } of [planned, refused]) {
      expect(stderr).toContain(`specs/reconcile.yaml:5:23 warning[lapsed-allowance] ${lapsed}`)
      expect(stdout).toContain('lapsed   by app until 2020-02-29: night window')
    }
    expect(refused.stderr).toContain(`  ${lapsed}. Read what they mean`)
    await allowUntil('9999-12-31')
    expect((await world.expect(0, '--yes')).stderr).toContain('allowed  by app until 9999-12-31: night window')
  })
})

describe('64: wrong usage, with help on stderr and nothing on stdout', () => {
  test.each([
    [['--nonsense'], 'unknown option'],
    [['plam'], 'Did you mean plan?'],
    [['nonsense'], 'Verbs are plan'],
    [['plan', 'extra'], 'too many arguments'],
    [['--allow', 'nonsense'], 'unknown hazard: nonsense'],
    [['--allow', 'table-rewritten'], 'did you mean table-rewrite?'],
    [['--allow', ','], 'at least one hazard'],
    [['--through', 'nowhere'], 'Phases are expand'],
    [['--target'], 'argument missing'],
    [['purge', '--older-than', 'soon'], 'an age such as'],
    [['explain', 'table-rewrit'], 'Did you mean table-rewrite'],
    [['resume', '9-nothing'], 'there is no run 9-nothing'],
    [['rollback', '9-nothing'], 'there is no run 9-nothing'],
  ])('%j', async (args, message) => {
    const world = await worldOn(sqliteEngine())
    await world.write(notes())
    const { code, stdout, stderr } = await world.run(...args)
    expect(stderr).toContain(message)
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' })
  })
})
