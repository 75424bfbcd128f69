import { describe, expect, test } from 'vitest'
import { type Case, corpus, runsOn } from './support/cases.ts'
import { postgresMajors } from './support/databases.ts'
import { buildBefore } from './support/judge-build.ts'
import { isDrawn, takesAll } from './support/drawn.ts'
import { expectResumes, expectRollsBack, undisturbed } from './support/judge-crash.ts'
import { imageOf, type JudgeEngine, postgresJudge, sqliteJudge, templateOf } from './support/judge-database.ts'
import { statesOf } from './support/judge-images.ts'
import { crashed, deserted, killed } from './support/judge-kill.ts'
import { mustBe, openStage } from './support/judge-stage.ts'
import type { Stage, StageOptions } from './support/judge-verbs.ts'

/** One of each recipe: on PostgreSQL a crash takes ten times as long as on SQLite. */
const recipes = [
  'backfill/overwrite',
  'backfill/without-key',
  'column/add-required-with-backfill',
  'column/add-volatile-default',
  'column/drop-unique',
  'default-privileges/change',
  'enum/drop-with-column',
  'foreign-key/add-to-new-unique',
  'function/signature-replaced-under-view',
  'generated/become-generated',
  'index/replace',
  'index/unique-to-constraint-of-the-same-name',
  'move/merge-required',
  'move/online-split',
  'move/split',
  'online/integer-to-bigint',
  'online/key-that-goes',
  'online/rename-column',
  'online/rename-table-and-columns',
  'partition/add-beside-default',
  'partition/bound-beside-default',
  'partition/drop',
  'partition/split',
  'partition/unique-index',
  'primary-key/replace',
  'table/rename',
  'trigger/table-dropped-with-function',
  'type/text-to-integer',
  'enum/remove-label',
]

/** Recipes of so many steps that each takes minutes: for `test:matrix`. */
const long = [
  'move/online-merge',
  'online/enum-labels-reordered',
  'online/key-of-partitioned',
  'online/keys-that-go',
  'partition/convert-and-write',
]

/** What a real SIGKILL is tried on. */
const largest = 'combination/everything'

/** The process dies before the n-th thing it does, for every n: it can go on, and it can go back, also from the way back. */
describe('sqlite', () => {
  const engine = sqliteJudge()

  test.each(casesOn(engine))('$name', async (one) => {
    const template = await (await buildBefore(one, engine)).freeze()
    const run = await undisturbed(template, one, engine)
    const { url, dispose } = await template.copy()
    const open = (options: StageOptions): Promise<Stage> => openStage(url, one.after, options)
    const there = await statesOf(pathOf(url), engine.dialect, open, async (stage) =>
      mustBe('done', await stage.apply(run.plan)),
    )
    const back = await statesOf(pathOf(url), engine.dialect, open, async (stage) =>
      mustBe('rolled_back', await stage.rollback()),
    )
    await dispose()
    expect(there.length).toBeGreaterThan(run.plan.steps.length)
    for (const state of there) {
      await expectResumes(run, state)
      await expectRollsBack(run, state)
    }
    for (const state of back) await expectRollsBack(run, state)
  })

  test.each([5, 60, 120, 180, 240])('killed before thing %d', async (n) => {
    const one = caseNamed(largest)
    const template = await (await buildBefore(one, engine)).freeze()
    const run = await undisturbed(template, one, engine)
    const { url, dispose } = await template.copy()
    expect(await killed(url, one.after, n)).toBe(true)
    const state = templateOf(imageOf(pathOf(url)))
    await expectResumes(run, state)
    await expectRollsBack(run, state)
    await dispose()
  })
})

/** The same, on the newest major. */
describe.each(postgresMajors().slice(0, 1))('postgres %d', (major) => {
  const engine = postgresJudge(major)

  // Each crash leads back to the beginning, from where the next one starts: a copy of the database, and sessions that
  // have never asked anything, would cost several times what is judged.
  test.each(takesAll() ? [...recipes, ...long] : recipes)('%s', { timeout: 300_000 }, async (name) => {
    const one = caseNamed(name)
    const { url, dispose } = await buildBefore(one, engine)
    const here = { copy: async () => ({ url, dispose: async () => undefined }) }
    const run = await undisturbed(here, one, engine)
    await expectRollsBack(run, here)
    const stage = await openStage(url, one.after, { dialect: engine.dialect })
    const crashAfter = async (survived: number): Promise<boolean> => {
      // Planned anew: what the application has written stays aside after a rollback.
      const plan = await stage.planned()
      return await crashed(url, one.after, engine.dialect, survived, (doomed) => doomed.apply(plan))
    }
    let crashes = 0
    for (let died = true; died; crashes += 1) {
      await crashAfter(crashes)
      await expectRollsBack(run, here)
      died = await crashAfter(crashes)
      await expectResumes(run, here)
      await expectRollsBack(run, here)
    }
    expect(crashes).toBeGreaterThan(run.plan.steps.length)
    await dispose()
  })

  test.each([5, 150, 300, 600])('killed before thing %d', async (n) => {
    const one = caseNamed(largest)
    const template = await (await buildBefore(one, engine)).freeze()
    const run = await undisturbed(template, one, engine)
    const copy = await template.copy()
    expect(await killed(copy.url, one.after, n)).toBe(true)
    await deserted(copy.url)
    await expectRollsBack(run, engine.frozen(copy))
    await expectResumes(run, { copy: async () => copy })
    await template.dispose()
  })
})

/** The recipes, and one in three of the rest: a case takes as many runs as it has states. */
function casesOn({ major, dialect }: JudgeEngine): Case[] {
  const chosen = ({ name }: Case): boolean => recipes.includes(name) || name === largest || isDrawn(name, 3)
  return corpus().filter(
    (one) => one.refused === null && runsOn(one, major) && !one.sameOn.includes(dialect.name) && chosen(one),
  )
}

function caseNamed(name: string): Case {
  const found = corpus().find((one) => one.name === name)
  if (found === undefined) throw new Error(`there is no case ${name}`)
  return found
}

function pathOf(url: string): string {
  return url.slice('sqlite:'.length)
}
