import { describe, test } from 'vitest'
import { corpus, runsOn } from './support/cases.ts'
import { postgresMajors } from './support/databases.ts'
import { isDrawn } from './support/drawn.ts'
import { judgeEngines } from './support/judge-database.ts'
import { judgeRefusal, judgeRoundTrip } from './support/judge-round-trip.ts'

/**
 * Every case on every engine that can: before → after → nothing left to do → before again. Several at a time, so that
 * neither this process nor the servers wait for the other.
 */
describe.each(judgeEngines())('$name', { concurrent: true, timeout: 180_000 }, (engine) => {
  // What is different between majors is the forms of the statements: one round of one case in three shows most of it.
  const foremost = engine.major === undefined || engine.major === Math.max(...postgresMajors())
  const cases = corpus().filter((one) => runsOn(one, engine.major) && (foremost || isDrawn(one.name, 3)))

  test.each(cases.filter(({ refused }) => refused === null))('$name', async (one) => {
    await judgeRoundTrip(one, engine, {
      again: foremost && isDrawn(one.name, 3),
    })
  })

  test.each(cases.filter(({ refused }) => refused !== null))('$name', async (one) => {
    await judgeRefusal(one, engine)
  })
})
