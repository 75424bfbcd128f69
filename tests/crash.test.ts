import { describe, test } from 'vitest'
import { type Case, corpus, runsOn } from './support/cases.ts'
import { expectResumes, expectRollsBack, undisturbed } from './support/judge-crash.ts'
import { frozen, type JudgeEngine, postgresJudge, sqliteJudge } from './support/judge-database.ts'
import { statesOf } from './support/judge-images.ts'
import { crashed } from './support/judge-kill.ts'
import { mustBe, openStage } from './support/judge-stage.ts'
import type { Stage } from './support/judge-verbs.ts'

function casesOn(engine: JudgeEngine): Case[] {
  return corpus().filter(
    (one) => one.refused === null && runsOn(one, engine.major) && !one.sameOn.includes(engine.dialect.name),
  )
}

/** The process dies before the n-th thing it does, for every n: it can go on, and it can go back. */
describe('sqlite', () => {
  const engine = sqliteJudge()
  test.each(casesOn(engine))('$name', async (one) => {
    const run = await undisturbed(one, engine)
    const { url, dispose } = await run.template.copy()
    const path = url.slice('sqlite:'.length)
    const open = (options: object): Promise<Stage> => openStage(url, one.after, options)
    const there = await statesOf(path, engine.dialect, open, async (stage) =>
      mustBe('done', await stage.apply(run.plan)),
    )
    const back = await statesOf(path, engine.dialect, open, async (stage) =>
      mustBe('rolled_back', await stage.rollback()),
    )
    await dispose()
    for (const state of there) {
      await expectResumes(run, state)
      await expectRollsBack(run, state)
    }
    for (const state of back) await expectRollsBack(run, state)
    if (process.env['COUNT']) console.log(one.name, run.plan.steps.length, there.length, back.length)
  })
})

describe('postgres 18', () => {
  const engine = postgresJudge(18)
  test.each(casesOn(engine))('$name', { timeout: 600_000 }, async (one) => {
    const run = await undisturbed(one, engine)
    for (let survived = 0; ; survived += 1) {
      const copy = await run.template.copy()
      if (!(await crashed(copy.url, one.after, engine.dialect, survived, (stage) => stage.apply(run.plan)))) {
        await copy.dispose()
        if (process.env['COUNT']) console.log(one.name, run.plan.steps.length, survived)
        break
      }
      const state = frozen(copy, 18)
      await expectResumes(run, state)
      await expectRollsBack(run, state)
      await state.dispose()
    }
    await run.template.dispose()
  })
})
