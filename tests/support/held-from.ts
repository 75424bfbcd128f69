import type { Dialect } from '../../src/dialects/dialect.ts'
import type { RunEvent } from '../../src/model/event.ts'
import { observed } from './faults.ts'

/** A dialect whose sessions hold still when that step has begun, until `hold` is done; once each time it is armed. */
export function heldFrom(dialect: Dialect, step: RegExp, hold: () => Promise<unknown>) {
  const events: RunEvent[] = []
  const ids = new Set<string>()
  let armed = false
  let pending = false
  return {
    events,
    arm: () => {
      events.length = 0
      armed = true
    },
    onEvent: (event: RunEvent) => {
      events.push(event)
      if (event.type === 'run_started') for (const { id, title } of event.steps) if (step.test(title)) ids.add(id)
      if (event.type !== 'step_started' || !armed || !ids.has(event.step)) return
      armed = false
      pending = true
    },
    dialect: {
      ...dialect,
      connect: async (url: string, name: string) =>
        observed(await dialect.connect(url, name), () => {
          if (!pending) return undefined
          pending = false
          return hold().then(() => undefined)
        }),
    },
  }
}
