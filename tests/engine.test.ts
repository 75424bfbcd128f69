import { describe, test } from 'vitest'
import { corpus, runsOn } from './support/cases.ts'
import { judgeEngines } from './support/judge-database.ts'
import { judgeRefusal, judgeRoundTrip } from './support/judge-round-trip.ts'

/** Every case on every engine that can: before → after → nothing left to do → before again, and all of it once more. */
describe.each(judgeEngines())('$name', (engine) => {
  const cases = corpus().filter((one) => runsOn(one, engine.major))
  const possible = cases.filter(({ refused }) => refused === null)
  const refused = cases.filter((one) => one.refused !== null)

  test.each(possible)('$name', async (one) => {
    await judgeRoundTrip(one, engine)
  })

  test.each(refused)('$name', async (one) => {
    await judgeRefusal(one, engine)
  })
})
