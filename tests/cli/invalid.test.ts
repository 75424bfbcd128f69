import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, postgresEngine, sqliteEngine, type World } from './support/world.ts'

let onSqlite: World
let onPostgres: World
beforeAll(async () => {
  onSqlite = await createWorld(sqliteEngine())
  onPostgres = await createWorld(postgresEngine())
})
afterAll(async () => {
  await onSqlite.dispose()
  await onPostgres.dispose()
})

const table = (columns: string, more = '') =>
  `tables:\n  notes:\n    columns:\n      id: bigint\n${columns}    primary_key: [id]\n${more}`
const tooLong = 'n'.repeat(64)

/** What a person gets wrong, and what has to be said about it: where, what, and what to write instead. */
const mistakes: readonly (readonly [name: string, text: string, says: readonly (string | RegExp)[]])[] = [
  ['broken YAML', 'tables:\n  notes: {columns: {id: bigint}\n', [/specs\/schema\.yaml:[23]:\d+/, 'error[']],
  ['a tab', 'tables:\n\tnotes: {}\n', ['specs/schema.yaml:2:1']],
  ['no mapping', '- notes\n', ['specs/schema.yaml:1:1']],
  [
    'an unknown key',
    table('      body: { type: text, nulable: true }\n'),
    ['specs/schema.yaml:5:27', 'nulable', '^^^^^^^'],
  ],
  ['an unknown type', table('      body: txet\n'), ['specs/schema.yaml:5:13', 'txet', 'did you mean text']],
  [
    'a foreign key to nowhere',
    table('      tier_id: { type: bigint, references: tires.id }\n'),
    ['specs/schema.yaml:5', 'tires'],
  ],
  ['a column twice', table('      body: text\n      body: text\n'), ['specs/schema.yaml:6:7', 'body']],
  [
    'two indexes of one name',
    table(
      '',
      '    indexes: { same_idx: [id] }\n  others:\n    columns: { id: bigint }\n    indexes: { same_idx: [id] }\n',
    ),
    ['same_idx', 'specs/schema.yaml'],
  ],
  ['a key on a column that is not there', table('', '    indexes: { notes_idx: [bdy] }\n'), ['bdy']],
]

test.each(mistakes)('65: %s', async (_, text, says) => {
  await onSqlite.write(text)
  await refuses(onSqlite, says)
})

test.each([
  ['an unknown type', table('      body: txet\n'), ['specs/schema.yaml:5:13', 'txet', 'did you mean text']],
  ['an identifier of 64 bytes', table(`      ${tooLong}: text\n`), ['specs/schema.yaml:5:7', '64 bytes', '63']],
  ['32 letters of 64 bytes', table(`      ${'ж'.repeat(32)}: text\n`), ['specs/schema.yaml:5:7', '64 bytes']],
])('65 on PostgreSQL: %s', async (_, text, says) => {
  await onPostgres.write(text)
  await refuses(onPostgres, says)
})

async function refuses(world: World, says: readonly (string | RegExp)[]): Promise<void> {
  const { code, stdout, stderr } = await world.run('plan')
  for (const words of says) expect(stderr).toMatch(words)
  expect({ code, stdout }).toEqual({ code: 65, stdout: '' })
  expect((await world.contents()).schema).toEqual([])
}

test('65 as JSON: every problem of every file at once, with its place', async () => {
  const world = onSqlite
  await world.write(table('      body: txet\n', '    checks: { a_check: 5, b_check: [] }\n'))
  await world.write('tables:\n  others:\n    columns: { id: bigitn }\n', 'specs/others.yaml')
  for (const verb of [['plan'], ['validate']]) {
    const { stdout } = await world.expect(65, ...verb, '--json')
    const document = JSON.parse(stdout) as { type: string; diagnostics: { position: { file: string; line: number } }[] }
    expect(document.type).toBe('diagnostics')
    const places = document.diagnostics.map(({ position }) => `${position.file}:${position.line}`)
    expect(places).toEqual(
      expect.arrayContaining(['specs/schema.yaml:5', 'specs/schema.yaml:7', 'specs/others.yaml:3']),
    )
  }
  await world.write('tables: {}\n', 'specs/others.yaml')
})

describe('65: reconcile.yaml', () => {
  test.each([
    [
      'an unknown key',
      'targets: { app: { url: "sqlite:x.db", gat: none } }\n',
      [/reconcile\.yaml:1:\d+/, 'gat', 'did you mean gate'],
    ],
    [
      'a variable that is not set',
      'targets: { app: { url: "${NO_SUCH_URL}" } }\ndefault_target: app\n',
      ['NO_SUCH_URL'],
    ],
    ['no targets', 'targets: {}\n', ['target']],
    ['an unknown gate', 'targets: { app: { url: "sqlite:x.db", gate: sometimes } }\n', ['gate', 'manual']],
    [
      'a hazard nobody has heard of',
      'targets: { app: { url: "sqlite:x.db", allow: [table-rewrit] } }\ndefault_target: app\n',
      [/reconcile\.yaml:1:\d+ error\[unknown-hazard\]/, 'table-rewrit', 'did you mean table-rewrite?'],
    ],
    [
      'no target named',
      'targets: { app: { url: "sqlite:x.db" }, b: { url: "sqlite:y.db" } }\n',
      ['--target', 'app, b'],
    ],
    ['a default target that is not there', 'targets: { app: { url: "sqlite:x.db" } }\ndefault_target: ap\n', ['ap']],
    [
      'promotion from nowhere',
      'targets: { app: { url: "sqlite:x.db", promote_from: stage } }\ndefault_target: app\n',
      ['stage'],
    ],
    ['broken YAML', 'targets: {\n', ['reconcile.yaml']],
  ])('%s', async (_, text, says) => {
    await onSqlite.write(text, 'specs/reconcile.yaml')
    await onSqlite.write(table(''))
    await refuses(onSqlite, says)
  })

  test('a target that is not declared, with those that are', async () => {
    const { stderr } = await onPostgres.expect(65, 'plan', '--target', 'production')
    expect(stderr).toContain('there is no target called production')
    expect(stderr).toContain('app')
  })

  test('no specs at all', async () => {
    const { stderr } = await onPostgres.expect(65, 'plan', '--specs', 'nowhere', '--url', 'sqlite:x.db')
    expect(stderr).toContain('nowhere')
  })
})
