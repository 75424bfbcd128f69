import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withSession } from '../../src/commands/target.ts'
import { anyPair } from './arbitrary.ts'
import { drawnBackfills } from './draw/backfills.ts'
import { targetAt } from './site.ts'
import { labs } from './labs.ts'
import { roundTrip } from './round-trip.ts'
import { renamed } from './renamed.ts'
import { split } from './split.ts'
import { replay, runs } from './runs.ts'

/** Milliseconds: a slow machine tries fewer examples rather than failing. What fails is shrunk within the same time. */
const patience = runs(0) > 0 ? 3_000_000 : 25_000

describe.each(labs)('$name', ({ major, dialect, examples, fresh }) => {
  test(
    'from any schema to any other: converges, keeps every row, and comes back',
    async () => {
      const seen = { carriedOut: 0, refused: 0, rows: 0 }
      const names = fc.array(fc.nat(99), { maxLength: 2 })
      const dice = fc.array(fc.nat(9), { minLength: 12, maxLength: 12 })
      // Where every table counts as large, types change by way of other columns, and names by way of views.
      const extras = fc.record({
        filled: fc.array(fc.nat(99), { maxLength: 1 }),
        parts: fc.array(fc.nat(99), { maxLength: 1 }),
        large: fc.boolean(),
      })
      await fc.assert(
        fc.asyncProperty(
          anyPair({ name: dialect.name, major }),
          names,
          dice,
          extras,
          async ([before, after], numbers, chances, { filled, parts, large }) => {
            const { url, remove } = await fresh()
            try {
              await withSession(dialect, targetAt(dialect, url), async (session) => {
                const named = renamed(before, after, numbers)
                const wanted = parts.reduce((rest, part) => split(before, rest, part), named)
                const backfills = drawnBackfills(wanted.schema, filled, dialect.words.quote)
                const renames = large ? wanted.renames.map((hint) => ({ ...hint, online: true })) : wanted.renames
                const all = { ...wanted, renames, backfills }
                const rows = await roundTrip(dialect, url, session, before, all, chances, large ? 0 : undefined)
                if (rows === null) seen.refused += 1
                else seen.carriedOut += 1
                seen.rows += rows ?? 0
              })
            } finally {
              await remove()
            }
          },
        ),
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
