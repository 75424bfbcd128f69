import { expect } from 'vitest'
import type { JudgeEngine, Template } from '../../support/judge-database.ts'
import { documentOf, type Line } from './json.ts'
import { type Contents, createWorld, type World } from './world.ts'

const people = '  people:\n    columns: { id: bigint, name: text }\n    primary_key: [id]\n'
const before = `tables:\n${people}  sales:
    columns: { id: bigint, person: bigint, price: integer, note: text, old: text, kind: text }
    primary_key: [id]
`
const after = `tables:\n${people}  kinds:
    columns: { name: text }
    primary_key: [name]
  sales:
    columns:
      id: bigint
      person: { type: bigint, references: people.id }
      price: { type: integer, not_null: true, default: 0 }
      cents: { type: bigint, not_null: true }
      remark: { type: text, renamed_from: note }
      kind: text
    primary_key: [id]
    checks: { price_positive: price >= 0 }
    indexes: { sales_kind_idx: [kind], sales_person_idx: [person] }
    backfills: { cents: { set: { cents: price * 100 }, where: cents is null, batch: { rows: 1000, target: 20ms } } }
`

interface Moment {
  readonly name: string
  /** The line of NDJSON on which the process is killed. */
  readonly at: (line: Line, seen: readonly Line[]) => boolean
}

const nth = (type: string, number: number) => (line: Line, seen: readonly Line[]) =>
  line.type === type && seen.filter((one) => one.type === type).length === number
const step = (title: RegExp) => (line: Line) => line.type === 'step_started' && title.test(line.message)

export const first: Moment = { name: 'in the first step', at: nth('step_started', 1) }
export const early: Moment = { name: 'before the first step', at: nth('run_started', 1) }
export const amid: Moment = { name: 'between two steps', at: nth('step_done', 4) }
export const gate: Moment = { name: 'as contract begins', at: (line) => line['phase'] === 'contract' }
export const last: Moment = {
  name: 'in the last step',
  at: (line, seen) => line.type === 'step_started' && stepsLeft(seen) === 0,
}
export const end: Moment = {
  name: 'after the last step',
  at: (line, seen) => line.type === 'step_done' && stepsLeft(seen) === 0,
}

// What takes long enough to be met in the middle: the server goes on with it for a while after its client is gone.
export const concurrently: Moment = { name: 'CREATE INDEX CONCURRENTLY', at: step(/create index sales_kind_idx/) }
export const validate: Moment = { name: 'VALIDATE', at: step(/validate|prove/i) }
export const backfill: Moment = { name: 'a backfill', at: nth('step_progress', 3) }

function stepsLeft(seen: readonly Line[]): number {
  const { steps, done } = startOf(seen)
  const started = new Set(seen.filter(({ type }) => type === 'step_started').map((line) => line['step']))
  return steps.length - done.length - started.size
}

function startOf(seen: readonly Line[]): { readonly steps: readonly unknown[]; readonly done: readonly string[] } {
  const start = seen.find(({ type }) => type === 'run_started')
  const { steps, done } = { steps: start?.['steps'], done: start?.['done'] }
  if (!Array.isArray(steps) || !Array.isArray(done)) throw new Error('the run has not started')
  return { steps, done }
}

/** A database to be changed by a dozen steps, with so many rows, to be copied. */
export async function templateOf(engine: JudgeEngine, rows: number): Promise<Template> {
  const growing = await engine.fresh()
  const grown = await createWorld({
    name: engine.name,
    fresh: async () => ({ url: growing.url, dispose: async () => undefined }),
  })
  await grown.write(before)
  await grown.expect(0, '--yes')
  await grown.sql(`insert into people values (1, 'Ann'), (2, 'Боб')`)
  await grown.sql(
    `insert into sales (id, person, price, note, old, kind) with recursive n(id) as (select 1 union all select id + 1 from n where id < ${rows})
     select id, 1 + id % 2, id % 1000, 'n' || id, case id % 3 when 0 then null else 'o' || id end, 'k' || id % 7 from n`,
  )
  await grown.dispose()
  return await growing.freeze()
}

interface Scene {
  readonly world: World
  readonly start: Contents
}

/** `body` in a copy of its own. */
async function onCopy(template: Template, body: (scene: Scene) => Promise<void>): Promise<void> {
  const world = await createWorld({ name: 'a copy', fresh: () => template.copy() })
  try {
    await world.write(after)
    await body({ world, start: await world.contents() })
  } finally {
    await world.dispose()
  }
}

/** Kills `reconcile …args` outright at that moment. What it said until then. */
async function killed(world: World, at: Moment['at'], ...args: readonly string[]): Promise<readonly Line[]> {
  const seen: Line[] = []
  const onLine = (text: string, running: { kill(signal: NodeJS.Signals): void }): void => {
    const line = JSON.parse(text) as Line
    seen.push(line)
    if (at(line, seen)) running.kill('SIGKILL')
  }
  const running = await world.start({ onLine }, ...args, '--yes', '--json')
  expect(await running.ended).toMatchObject({ signal: 'SIGKILL' })
  return seen
}

/** What is done is said to be done, and nothing that was never begun. */
async function expectTruth(world: World, seen: readonly Line[]): Promise<void> {
  const ids = (type: string) => seen.filter((line) => line.type === type).map((line) => String(line['step']))
  const { run } = documentOf(await world.expect(0, 'status', '--json')) as unknown as {
    run: { status: string; steps: { id: string; status: string }[] }
  }
  expect(run.status).toBe('running')
  const done = run.steps.filter(({ status }) => status === 'done').map(({ id }) => id)
  const told = [...startOf(seen).done, ...ids('step_done')]
  expect(done).toEqual(expect.arrayContaining(told))
  // The step under way may have come to its end before its process did, and the one after it too.
  expect(done.length - told.length).toBeLessThanOrEqual(2)
}

async function expectTarget(world: World): Promise<void> {
  expect((await world.expect(0, 'plan')).stdout).toMatch(/^In sync/)
  expect(await world.rows('select count(*) as n from sales where cents <> price * 100 or cents is null')).toMatchObject(
    [{ n: expect.toSatisfy((n) => Number(n) === 0) }],
  )
  const { schema } = await world.contents()
  expect(schema.filter((line) => line.endsWith('valid f') || line.endsWith(' f'))).toEqual([])
  const kept = documentOf(await world.expect(0, 'status', '--json'))['quarantined'] as { kept_as: { column: string } }[]
  const names = new Set(schema.join('\n').match(/_rq_\w+/g))
  expect([...names].toSorted()).toEqual(kept.map(({ kept_as }) => kept_as.column).toSorted())
}

export async function resumedAndBack(template: Template, at: Moment['at']): Promise<void> {
  await onCopy(template, async ({ world, start }) => {
    await expectTruth(world, await killed(world, at))
    await world.expect(0, 'resume')
    await expectTarget(world)
    await world.expect(0, 'rollback', '--yes')
    expect(await world.contents()).toEqual(start)
  })
}

export async function takenBack(template: Template, at: Moment['at']): Promise<void> {
  await onCopy(template, async ({ world, start }) => {
    await expectTruth(world, await killed(world, at))
    await world.expect(0, 'rollback', '--yes')
    expect(await world.contents()).toEqual(start)
  })
}

/** Every process but the last is killed, each at its own moment; then every rollback but the last, after so many steps. */
export async function killedAgainAndAgain(
  template: Template,
  forth: readonly Moment[],
  back: readonly number[],
): Promise<void> {
  await onCopy(template, async ({ world, start }) => {
    for (const [number, { at }] of forth.entries()) {
      await expectTruth(world, await killed(world, at, ...(number === 0 ? [] : ['resume'])))
    }
    await world.expect(0, 'resume')
    await expectTarget(world)
    for (const undone of back) {
      await killed(world, nth('step_done', undone), 'rollback')
      expect((await world.expect(3, 'resume')).stderr).toContain('reconcile rollback')
    }
    await world.expect(0, 'rollback', '--yes')
    expect(await world.contents()).toEqual(start)
  })
}
