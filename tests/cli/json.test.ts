import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { documentOf, linesOf } from './support/json.ts'
import { createWorld, sqliteEngine, type World } from './support/world.ts'

const notes = (columns: string, more = '') =>
  `tables:\n  notes:\n    columns: { id: bigint, ${columns} }\n    primary_key: [id]\n${more}`
const unreachable = { env: { APP_URL: 'postgres://nobody:hidden-password@127.0.0.1:1/app' } }

let world: World
beforeAll(async () => {
  world = await createWorld(sqliteEngine(), { gate: 'manual' })
})
afterAll(() => world.dispose())

/** In the order of a life: each test goes on from where the one before it stopped. */
describe('--json tells a whole life, one document or a stream of lines at a time', () => {
  test('nothing yet', async () => {
    await world.write(notes('body: text, old: text'))
    expect(documentOf(await world.expect(0, 'status', '--json'))).toMatchObject({
      type: 'status',
      run: null,
      earlier: [],
    })
    expect(documentOf(await world.expect(0, 'validate', '--json'))).toMatchObject({ type: 'diagnostics', errors: 0 })
    expect(documentOf(await world.expect(0, 'purge', '--json'))).toMatchObject({ type: 'purge', objects: [] })
    expect(linesOf(await world.expect(3, 'rollback', '--yes', '--json')).at(-1)).toMatchObject({
      error: { code: 'refused', message: 'there is no run to take back' },
    })
    expect(documentOf(await world.expect(3, 'rollback', '--json'))).toMatchObject({ type: 'error', exit_code: 3 })
  })

  test('the plan, as a document, without --yes', async () => {
    for (const verb of [['plan'], ['apply'], []]) {
      const document = documentOf(await world.expect(2, ...verb, '--json'))
      expect(document).toMatchObject({
        type: 'plan',
        in_sync: false,
        needs_allow: [],
        steps: [{ title: 'create table notes' }],
      })
      expect(document['next']).toBe('reconcile apply --target app --yes')
    }
  })

  test('applied, as lines', async () => {
    const lines = linesOf(await world.expect(0, '--yes', '--json'))
    expect(lines.map(({ type }) => type)).toEqual([
      ...['hello', 'plan', 'run_started', 'phase_started', 'step_started', 'step_done', 'run_finished', 'summary'],
    ])
    expect(lines[1]).toMatchObject({ in_sync: false, totals: { create: 1 } })
    expect(lines.at(-1)).toMatchObject({ message: expect.stringMatching(/^Done: 1 step/), next: null, error: null })
    // What the steps took beside what was estimated, wherever somebody looks.
    const [finished, summary] = lines.slice(-2)
    const time = { steps_ms: expect.any(Number), steps_estimate_ms: 5 }
    expect([finished, summary]).toEqual([expect.objectContaining(time), expect.objectContaining(time)])
    expect(summary).toMatchObject({ steps_ms: finished?.['steps_ms'] })
    expect(documentOf(await world.expect(0, 'status', '--json'))).toMatchObject({
      run: { steps_ms: finished?.['steps_ms'], steps_estimate_ms: 5 },
    })
  })

  test('in sync', async () => {
    expect(documentOf(await world.expect(0, 'plan', '--json'))).toMatchObject({
      type: 'plan',
      in_sync: true,
      steps: [],
      next: null,
    })
    const lines = linesOf(await world.expect(0, 'apply', '--yes', '--json'))
    expect(lines.map(({ type }) => type)).toEqual(['hello', 'plan', 'summary'])
  })

  test('rows in the way', async () => {
    await world.sql(`insert into notes values (1, 'twice', 'x'), (2, 'twice', 'y')`)
    await world.write(notes('body: text', '    unique: { notes_body_key: [body] }\n'))
    const offenders = ['body=twice, rows=2']
    expect(documentOf(await world.expect(3, 'plan', '--json'))).toMatchObject({ findings: [{ offenders }], next: null })
    const lines = linesOf(await world.expect(3, '--yes', '--json'))
    expect(lines.find(({ type }) => type === 'finding')).toMatchObject({ offenders })
    expect(lines.at(-1)?.message).toContain('refused')
  })

  test('a decision that is missing', async () => {
    await world.write(notes('title: text, old: text'))
    expect(documentOf(await world.expect(3, 'plan', '--json'))).toMatchObject({ type: 'diagnostics', errors: 1 })
    const lines = linesOf(await world.expect(3, '--yes', '--json'))
    expect(lines.map(({ type }) => type)).toEqual(['hello', 'diagnostic', 'summary'])
  })

  test('paused at the gate, and on', async () => {
    await world.write(notes('body: text'))
    const paused = linesOf(await world.expect(4, '--yes', '--json', '--detailed-exitcode'))
    expect(paused.find(({ type }) => type === 'gate_reached')).toMatchObject({ remaining: 1 })
    expect(paused.at(-1)?.['next']).toContain('reconcile continue')
    expect(documentOf(await world.expect(3, 'plan', '--json'))).toMatchObject({
      type: 'error',
      code: 'refused',
      exit_code: 3,
    })
    expect(linesOf(await world.expect(3, 'resume', '--json')).at(-1)).toMatchObject({ error: { code: 'refused' } })
    linesOf(await world.expect(0, 'continue', '--json'))
    expect(documentOf(await world.expect(0, 'status', '--json'))).toMatchObject({
      run: { status: 'done' },
      earlier: [{ status: 'done' }],
      quarantined: [{ kind: 'column', name: 'notes', column: 'old' }],
    })
  })

  test('back', async () => {
    expect(documentOf(await world.expect(2, 'rollback', '--json'))).toMatchObject({
      type: 'rollback',
      run: { status: 'done' },
      steps: [{ exactness: 'exact', certain: true }],
    })
    const lines = linesOf(await world.expect(0, 'rollback', '--yes', '--json'))
    expect(lines.find(({ type }) => type === 'run_started')).toMatchObject({ direction: 'rollback' })
  })

  test('a step that fails', async () => {
    await world.write(
      notes(
        'body: text, old: text, loud: text',
        '    backfills: { shout: { set: { loud: "null" }, where: loud is null } }\n',
      ),
    )
    const lines = linesOf(await world.expect(1, '--yes', '--json'))
    expect(lines.find(({ type }) => type === 'step_failed')).toMatchObject({ failure: { offenders: ['id=1', 'id=2'] } })
    expect(lines.at(-1)).toMatchObject({
      error: { code: 'step_failed', hint: expect.stringContaining('must be false') },
      next: expect.stringContaining('reconcile resume'),
    })
    linesOf(await world.expect(0, 'rollback', '--yes', '--json'))
  })
})

describe('--json also when nothing could be begun', () => {
  test('wrong usage', async () => {
    expect(documentOf(await world.expect(64, 'plan', '--json', '--nonsense'))).toMatchObject({
      type: 'error',
      code: 'usage',
    })
    expect(documentOf(await world.expect(64, 'plam', '--json'))).toMatchObject({ type: 'error', code: 'usage' })
    expect(linesOf(await world.expect(64, '--yes', '--json', '--allow', 'nonsense')).at(-1)).toMatchObject({
      error: { code: 'usage' },
    })
  })

  test('a database out of reach', async () => {
    const document = documentOf(await world.runWith(unreachable, 'plan', '--json'))
    expect(document).toMatchObject({ type: 'error', code: 'unreachable', exit_code: 69, hint: expect.any(String) })
    for (const verb of [['--yes'], ['resume'], ['continue'], ['rollback', '--yes']]) {
      const ended = await world.runWith(unreachable, ...verb, '--json')
      expect(ended.code).toBe(69)
      expect(linesOf(ended).at(-1)).toMatchObject({ error: { code: 'unreachable' } })
    }
  })

  test('specs and targets that are wrong', async () => {
    await world.write(notes('body: txet'))
    const lines = linesOf(await world.expect(65, '--yes', '--json'))
    expect(lines.map(({ type }) => type)).toEqual(['hello', 'diagnostic', 'summary'])
    expect(documentOf(await world.expect(65, 'plan', '--json', '--target', 'none'))).toMatchObject({
      type: 'error',
      code: 'invalid_config',
    })
    await world.write('targets: { app: { url: "sqlite:a.db", gat: none } }\n', 'specs/reconcile.yaml')
    expect(documentOf(await world.expect(65, 'plan', '--json'))).toMatchObject({ type: 'diagnostics', errors: 1 })
    expect(linesOf(await world.expect(65, '--yes', '--json')).at(1)).toMatchObject({
      type: 'diagnostic',
      id: 'unknown-key',
    })
  })
})

test('what a hazard means', async () => {
  expect(documentOf(await world.expect(0, 'explain', 'table-rewrite', '--json'))).toMatchObject({
    type: 'hazard',
    severity: 'block',
  })
  expect(documentOf(await world.expect(0, 'explain', '--json'))).toMatchObject({ type: 'hazards' })
  expect((await world.expect(0, 'explain', 'table-rewrite')).stdout).toContain('--allow table-rewrite')
})

test('what an error code means', async () => {
  expect(documentOf(await world.expect(0, 'explain', '55P03', '--json'))).toMatchObject({
    type: 'error_code',
    code: '55P03',
    entries: [{ name: 'lock_not_available', says: null, causes: expect.any(Array), choices: expect.any(Array) }],
  })
  expect((await world.expect(0, 'explain', 'SQLITE_BUSY')).stdout).toMatch(
    /^SQLITE_BUSY .*Comes from\n {2}- .*What can be done\n {2}- /s,
  )
  expect((await world.expect(64, 'explain', '55P33')).stderr).toMatch(/no error code 55P33.*Did you mean 55P03\?/s)
})
