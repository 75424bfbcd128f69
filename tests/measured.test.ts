import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { openJournal } from '../src/journal/journal.ts'
import { encodePlan, decodePlan } from '../src/plan/codec.ts'
import { reviewText } from '../src/report/review.ts'
import { postgresMajors } from './support/databases.ts'
import { postgresJudge, sqliteJudge } from './support/judge-database.ts'
import { mustBe, openStage } from './support/judge-stage.ts'

const spec = (indexes: string) => `tables:
  notes: { columns: { id: bigint, body: text }, primary_key: [id], indexes: ${indexes} }
`

describe.each([sqliteJudge(), postgresJudge(postgresMajors()[0] ?? 18)])('$name', ({ dialect, fresh }) => {
  test('what an earlier run took tells what the next one will, and does not make it another plan', async () => {
    const { url, dispose } = await fresh()
    const file = join(await mkdtemp(join(inject('sqliteDirectory'), 'measured-')), 'schema.yaml')
    const written = async (indexes: string) => {
      await writeFile(file, spec(indexes))
      return await openStage(url, file, { dialect })
    }
    const first = await written('{ first_idx: [body] }')
    mustBe('done', await (await written('{}')).apply(await (await written('{}')).planned()))
    const session = await dialect.connect(url, 'the application')
    for (let id = 0; id < 5; id += 1) await session.execute(`insert into notes values (${id}, 'a')`)
    await writeFile(file, spec('{ first_idx: [body] }'))
    const assumed = await first.planned()
    expect(assumed.steps.map(({ estimate }) => estimate.measured)).toEqual([undefined])

    // A run of the same plan that went over ten thousand rows in a hundred seconds, by the clock of this test.
    let now = Date.parse('2026-01-01T00:00:00Z')
    const journal = await openJournal(session, () => new Date(now))
    const steps = assumed.steps.map((step) => ({ ...step, estimate: { ...step.estimate, rows: 10_000 } }))
    const run = await journal.createRun({ ...assumed, steps }, 'an earlier run')
    for (const { id } of steps) {
      await journal.startStep(run.id, id, 'running')
      now += 100_000
      await journal.finishStep(run.id, id, 'done')
    }
    await journal.setRunStatus(run.id, 'done')

    const measured = await first.planned()
    expect(measured.steps).toMatchObject([{ estimate: { rows: 5, durationMs: 55, measured: true } }])
    expect(reviewText(measured, { target: first.place.target })).toContain('at rates measured here')
    expect(measured.id).toBe(assumed.id)
    expect(decodePlan(encodePlan(measured), 'plan.json')).toEqual(measured)
    await session.close()
    await dispose()
  })
})
