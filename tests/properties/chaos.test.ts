import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withSession } from '../../src/commands/target.ts'
import { chaos } from './chaos.ts'
import { targetAt } from './site.ts'
import type { Kill } from './kill.ts'
import { labs } from './labs.ts'
import { anyRelease } from './release.ts'
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
          anyRelease(dialect, major),
          fc.record({ kills: fc.array(kill, { minLength: 1, maxLength: 3 }), back: fc.boolean() }),
          async (release, disorder) => {
            const { url, remove } = await fresh()
            try {
              await withSession(dialect, targetAt(dialect, url), async (session) => {
                killed += (await chaos(dialect, url, session, release, disorder)) ?? 0
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
