import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withSession } from '../../src/commands/target.ts'
import { anyPair } from './arbitrary.ts'
import { chaos } from './chaos.ts'
import { drawnBackfills } from './draw/backfills.ts'
import { targetAt } from './site.ts'
import type { Kill } from './kill.ts'
import { labs } from './labs.ts'
import { renamed } from './renamed.ts'
import { split } from './split.ts'
import { replay, soakMs } from './runs.ts'

const usualMs = 25_000
const patience = soakMs() ?? usualMs

// A process takes a second to start.
const of = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('run' as const, 'session' as const) },
  { weight: 1, arbitrary: fc.constant('process' as const) },
)
const kill: fc.Arbitrary<Kill> = fc.record({ after: fc.nat(250), of })

describe.each(labs)('$name', ({ major, dialect, examples, fresh }) => {
  test(
    'killed at any moment beside an application, a run goes on or goes back, and arrives',
    async () => {
      let killed = 0
      await fc.assert(
        fc.asyncProperty(
          anyPair({ name: dialect.name, major }),
          fc.array(fc.nat(99), { maxLength: 2 }),
          fc.record({
            kills: fc.array(kill, { minLength: 1, maxLength: 3 }),
            back: fc.boolean(),
            dice: fc.array(fc.nat(9), { minLength: 12, maxLength: 12 }),
            filled: fc.array(fc.nat(99), { maxLength: 1 }),
            parts: fc.array(fc.nat(99), { maxLength: 1 }),
            large: fc.boolean(),
          }),
          async ([before, after], numbers, { filled, parts, large, ...disorder }) => {
            const { url, remove } = await fresh()
            try {
              await withSession(dialect, targetAt(dialect, url), async (session) => {
                const named = renamed(before, after, numbers)
                const wanted = parts.reduce((rest, part) => split(before, rest, part), named)
                const backfills = drawnBackfills(wanted.schema, filled, dialect.words.quote)
                const renames = large ? wanted.renames.map((hint) => ({ ...hint, online: true })) : wanted.renames
                const smallTableBytes = large ? 0 : undefined
                const all = { ...wanted, renames, backfills }
                killed += (await chaos(dialect, url, session, before, all, { ...disorder, smallTableBytes })) ?? 0
              })
            } finally {
              await remove()
            }
          },
        ),
        {
          numRuns: soakMs() === null ? Math.ceil(examples / 3) : 100_000,
          ...replay(),
          interruptAfterTimeLimit: patience,
          markInterruptAsFailure: false,
        },
      )
      expect(killed).toBeGreaterThan(0)
    },
    patience + 60_000,
  )
})
