import { expect } from 'vitest'
import { loadDesired } from '../../src/commands/workplace.ts'
import type { Session } from '../../src/dialects/session.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Case } from './cases.ts'
import { buildBefore } from './judge-build.ts'
import { type Comparison, expectRows, expectRowsSurvive, expectSame } from './judge-compare.ts'
import type { JudgeEngine } from './judge-database.ts'
import { isKnownUntruth } from './known-untruths.ts'
import { mustBe, openStage } from './judge-stage.ts'
import type { Stage } from './judge-verbs.ts'
import { type Survey, survey } from './judge-survey.ts'
import { type Watch, watchStatements } from './watch-statements.ts'

/**
 * There, and nothing is left to do; back, and everything is as it was. With `again`, the same once more, through the gate.
 * PostgreSQL is read around every statement of the first round.
 */
export async function judgeRoundTrip(
  one: Case,
  engine: JudgeEngine,
  { again }: { readonly again: boolean },
): Promise<void> {
  await withCase(one, engine, async (scene) => {
    const { stage, look, session, before, watch } = scene
    const plan = await stage.planned()
    if (one.sameOn.includes(engine.dialect.name)) {
      expect(plan.steps.map(titleOf), 'same_on').toEqual([])
      return
    }
    expect(plan.steps, 'a case changes something').not.toEqual([])
    expectHonest(plan)
    watch?.watch(plan)
    mustBe('done', await stage.apply(plan))
    const after = await look()
    const { renames, enumRenames } = (await loadDesired(stage.place, session.serverVersion)).desired
    const comparison: Comparison = { before, after, plan, renames, enumRenames, dialect: engine.dialect, session }
    await expectRowsSurvive(comparison)
    await expectRows(one.expectAfter, after, engine.dialect, session)
    expect((await stage.planned()).steps, 'a second plan is empty').toEqual([])
    mustBe('rolled_back', await stage.rollback())
    expectSame(before, await look(), after)
    const untruths = watch?.untruths.filter((line) => !isKnownUntruth(one.name, line)) ?? []
    expect(untruths, 'what statements do is what they say').toEqual([])
    if (again) await judgeGate(one, engine, scene, plan, after)
  })
}

/** What came back can be changed again; a plan with a gate waits there, and can be taken back from there. */
async function judgeGate(one: Case, { dialect }: JudgeEngine, scene: Scene, plan: Plan, after: Survey): Promise<void> {
  const { paused, look, session, before } = scene
  const second = await paused.planned()
  // Labels of enums have stayed (R23), and need not be added again.
  const left = plan.steps.filter(({ change }) => change !== 'extend_enum')
  expect(second.steps.map(titleOf), 'the same plan again').toEqual(left.map(titleOf))
  if (left.length === 0) return
  mustBe(second.gate ? 'paused' : 'done', await paused.apply(second))
  if (second.gate && dialect.name === 'sqlite') {
    mustBe('rolled_back', await paused.rollback())
    expectSame(before, await look(), after)
    mustBe('paused', await paused.apply(await paused.planned()))
  }
  if (second.gate) mustBe('done', await paused.goOn())
  const afterwards = await look()
  expect(afterwards.schema, 'the same schema again').toEqual(after.schema)
  await expectRows(one.expectAfter, afterwards, dialect, session)
  mustBe('rolled_back', await paused.rollback())
  expectSame(before, await look(), after)
}

/** Nothing is changed, and the reason names what stands in the way. */
export async function judgeRefusal(one: Case, engine: JudgeEngine): Promise<void> {
  await withCase(one, engine, async ({ stage, look, before }) => {
    const outcome = await stage.plan()
    const wanted = one.refused ?? ''
    if (outcome.kind === 'refused') {
      expect(outcome.diagnostics.map(({ id }) => id)).toContain(wanted)
      return
    }
    const found = outcome.findings.flatMap(({ failure, help, offenders }) => [failure, help, ...offenders])
    // What an earlier step has to make first cannot be asked while planning.
    if (found.length > 0) expect(found.join('\n')).toContain(wanted)
    // Whoever saved the plan and applies it all the same is stopped by the step itself, and can go back.
    const run = await stage.apply(outcome.plan)
    expect(run.status).toBe('failed')
    expect(run.failure?.code).toBe('refused')
    expect([run.failure?.message, ...(run.failure?.offenders ?? [])].join('\n')).toContain(wanted)
    mustBe('rolled_back', await stage.rollback())
    expectSame(before, await look(), before)
  })
}

interface Scene {
  /** Of what the stage does on PostgreSQL. */
  readonly watch: Watch | null
  readonly stage: Stage
  /** The same, with a gate that waits. */
  readonly paused: Stage
  readonly session: Session
  readonly before: Survey
  readonly look: () => Promise<Survey>
}

async function withCase(one: Case, engine: JudgeEngine, body: (scene: Scene) => Promise<void>): Promise<void> {
  const { dialect } = engine
  const { url, dispose } = await buildBefore(one, engine)
  const session = await dialect.connect(url, 'the judge')
  try {
    const look = (): Promise<Survey> => survey(dialect, session)
    const watch = dialect.name === 'postgres' ? watchStatements(dialect) : null
    const stage = await openStage(url, one.after, { dialect: watch?.dialect ?? dialect })
    const paused = await openStage(url, one.after, { dialect, gate: 'manual' })
    await body({ watch, stage, paused, session, before: await look(), look })
  } finally {
    await session.close()
    await dispose()
  }
}

/** Everything can be taken back exactly, but for labels of enums (R23), and says so. */
function expectHonest({ steps }: Plan): void {
  const inexact = steps.filter(({ inverse }) => inverse.exactness !== 'exact')
  expect(inexact.filter(({ change }) => change !== 'extend_enum').map(titleOf)).toEqual([])
}

/** Names of what is put aside carry the plan's tag. */
function titleOf({ title }: Plan['steps'][number]): string {
  return title.replaceAll(/_rq_[0-9a-f]{8}_/g, '_rq_')
}
