import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withSession } from '../../src/commands/target.ts'
import { targetAt } from './site.ts'
import { labs } from './labs.ts'
import { anyRelease } from './release.ts'
import { roundTrip } from './round-trip.ts'
import { replay, runs } from './runs.ts'

/** Milliseconds: a slow machine tries fewer examples rather than failing. What fails is shrunk within the same time. */
const patience = runs(0) > 0 ? 3_000_000 : 25_000

describe.each(labs)('$name', ({ major, dialect, examples, fresh }) => {
  test(
    'from any schema to any other: converges, keeps every row, and comes back',
    async () => {
      const seen = { carriedOut: 0, refused: 0, rows: 0 }
      await fc.assert(
        fc.asyncProperty(anyRelease(dialect, major), async (release) => {
          const { url, remove } = await fresh()
          try {
            await withSession(dialect, targetAt(dialect, url), async (session) => {
              const rows = await roundTrip(dialect, url, session, release)
              if (rows === null) seen.refused += 1
              else seen.carriedOut += 1
              seen.rows += rows ?? 0
            })
          } finally {
            await remove()
          }
        }),
        { numRuns: runs(examples), ...replay(), interruptAfterTimeLimit: patience, markInterruptAsFailure: false },
      )
      // A property that refuses everything would hold.
      expect(seen.carriedOut * 5, `${seen.carriedOut} carried out, ${seen.refused} refused`).toBeGreaterThan(
        seen.refused,
      )
      expect(seen.rows).toBeGreaterThan(0)
    },
    patience + 60_000,
  )
})
