import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { reviewText } from '../src/report/review.ts'
import { postgresMajors } from './support/databases.ts'
import { corpus, runsOn } from './support/cases.ts'
import { buildBefore } from './support/judge-build.ts'
import { type JudgeEngine, postgresJudge, sqliteJudge } from './support/judge-database.ts'
import { brokenLaws } from './support/plan-laws.ts'
import { openStage } from './support/judge-stage.ts'

/** Goldens are of the newest major, so that there is one review to read for each engine. */
const major = 18
const engines = [sqliteJudge(), ...(postgresMajors().includes(major) ? [postgresJudge(major)] : [])]

/** What the operator would read for each case, in `tests/cases/<case>/<engine>.plan`. `vitest -u` writes them anew. */
describe.each(engines)('$name', (engine) => {
  test.each(corpus().filter((one) => runsOn(one, engine.major)))('$name', async (one) => {
    const { url, dispose } = await buildBefore(one, engine)
    try {
      await expect(await reviewOf(url, one.after, engine)).toMatchFileSnapshot(
        join(one.directory, `${engine.dialect.name}.plan`),
      )
    } finally {
      await dispose()
    }
  })
})

async function reviewOf(url: string, spec: string, { dialect }: JudgeEngine): Promise<string> {
  const { place, plan } = await openStage(url, spec, { dialect })
  const outcome = await plan()
  if (outcome.kind === 'refused') {
    return outcome.diagnostics.map(({ id, message, help }) => `refused (${id}): ${message}\n  ${help}\n`).join('')
  }
  // The exact version of the server, and with it the plan's id, change with every update of it.
  const serverVersion = dialect.name === 'postgres' ? String(major) : '3'
  const reviewed = { ...outcome.plan, id: '0'.repeat(64), target: { ...outcome.plan.target, serverVersion } }
  const against = outcome.findings.map(
    ({ step, failure, help, offenders }) =>
      `\n${step} ${failure}\n${offenders.map((row) => `    ${row}\n`).join('')}  ${help}\n`,
  )
  expect(brokenLaws(outcome.plan)).toEqual([])
  const review = reviewText(reviewed, { target: { ...place.target, shownAs: 'a copy', gate: 'manual' } })
  return withoutTags(review + against.join(''))
}

/** The tag of what is put aside hashes the whole plan: every new part of the model would change it everywhere. */
function withoutTags(review: string): string {
  const tags = new Set([...review.matchAll(/_rq_([0-9a-f]{8})_/g)].map(([, tag = '']) => tag))
  return [...tags]
    .reduce((text, tag) => text.replaceAll(tag, '0'.repeat(8)), review)
    .replaceAll(/_rq_[0-9a-f]{12}(?=[_x])/g, `_rq_${'0'.repeat(12)}`)
    .replaceAll(/(?<=_idx_)[0-9a-f]{8}(?=[ ;:])/g, '0'.repeat(8))
}
