import { expect } from 'vitest'
import { loadDesired } from '../../src/commands/workplace.ts'
import type { Session } from '../../src/dialects/session.ts'
import { openJournal } from '../../src/journal/journal.ts'
import type { EnumRenameHint, RenameHint } from '../../src/model/desired.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { RunStatus } from '../../src/model/run.ts'
import type { Case } from './cases.ts'
import { expectRows, expectRowsSurvive, expectSame } from './judge-compare.ts'
import type { JudgeEngine, Template } from './judge-database.ts'
import { mustBe, openStage } from './judge-stage.ts'
import type { Stage } from './judge-verbs.ts'
import { type Survey, survey } from './judge-survey.ts'

/** What an undisturbed run makes of a case: what crashed ones are compared with. */
export interface Undisturbed {
  readonly one: Case
  readonly engine: JudgeEngine
  readonly plan: Plan
  readonly renames: readonly RenameHint[]
  readonly enumRenames: readonly EnumRenameHint[]
  readonly before: Survey
  readonly after: Survey
}

/** `template` holds `before.yaml` and the rows. */
export async function undisturbed(template: Copied, one: Case, engine: JudgeEngine): Promise<Undisturbed> {
  return await onCopy(template, one, engine, async (session, stage) => {
    const before = await survey(engine.dialect, session)
    const plan = await stage.planned()
    const { renames, enumRenames } = (await loadDesired(stage.place, session.serverVersion)).desired
    mustBe('done', await stage.apply(plan))
    return { one, engine, plan, renames, enumRenames, before, after: await survey(engine.dialect, session) }
  })
}

/** The template of several judgements, or the one database that is judged again and again. */
export type Copied = Pick<Template, 'copy'>

/** After a crash on the way there: `resume` reaches the end, as if nothing had happened. */
export async function expectResumes(run: Undisturbed, crashed: Copied): Promise<void> {
  await onCopy(crashed, run.one, run.engine, async (session, stage) => {
    const status = await statusOf(run.plan, session)
    if (status === null || status === 'rolled_back') mustBe('done', await stage.apply(await stage.planned()))
    else if (status !== 'done') mustBe('done', await stage.resume())
    await expectAfter(run, session)
  })
}

/** After a crash on the way there or back: `rollback` reaches the beginning. */
export async function expectRollsBack(run: Undisturbed, crashed: Copied): Promise<void> {
  await onCopy(crashed, run.one, run.engine, async (session, stage) => {
    const status = await statusOf(run.plan, session)
    // Before the run was written down nothing can have happened.
    if (status !== null && status !== 'rolled_back') mustBe('rolled_back', await stage.rollback())
    expectSame(run.before, await survey(run.engine.dialect, session), run.after)
  })
}

async function expectAfter(
  { one, engine, plan, renames, enumRenames, before, after }: Undisturbed,
  session: Session,
): Promise<void> {
  const { dialect } = engine
  const now = await survey(dialect, session)
  expect(now.schema, 'schema').toEqual(after.schema)
  await expectRowsSurvive({ before, after: now, plan, renames, enumRenames, dialect, session })
  await expectRows(one.expectAfter, now, dialect, session)
}

/** How the run that leads where the plan leads stands; null: there is none yet. Whoever died may have planned anew. */
async function statusOf({ desired }: Plan, session: Session): Promise<RunStatus | null> {
  const latest = await (await openJournal(session)).run('latest')
  return latest?.plan.desired === desired ? latest.status : null
}

async function onCopy<T>(
  template: Copied,
  { after }: Case,
  { dialect }: JudgeEngine,
  body: (session: Session, stage: Stage) => Promise<T>,
): Promise<T> {
  const { url, dispose } = await template.copy()
  const session = await dialect.connect(url, 'the judge')
  try {
    return await body(session, await openStage(url, after, { dialect }))
  } finally {
    await session.close()
    await dispose()
  }
}
