import { waitsAtGate } from '../apply/gate.ts'
import { continuePastGate } from '../commands/runs.ts'
import { watchGate } from '../commands/watch-gate.ts'
import type { Run } from '../model/run.ts'
import type { Call } from './call.ts'
import { exitCodes } from './exit-codes.ts'
import { sleep } from './io.ts'
import { watchRun } from './live.ts'

/** A run that has come to its gate, on a terminal: shows the gate, and goes on if that is approved. `left`: the exit code if not. */
export async function passGate(call: Call, run: Run, left: number): Promise<number> {
  if (!call.terminal.interactive || !waitsAtGate(run)) return left
  const { gateScreen } = await import('../tui/gate-screen.tsx')
  const { io, terminal, place, allowances } = call
  const decision = await gateScreen({
    run,
    target: place.target,
    allowances,
    streams: io,
    color: terminal.color,
    ascii: terminal.ascii,
    watch: (tell) => {
      const stop = new AbortController()
      const { signal } = stop
      const around = { clock: () => new Date(), sleep: (ms: number) => sleep(ms, signal) }
      void watchGate(place, run, around, tell, signal)
      return () => stop.abort()
    },
  })
  if (decision === 'interrupted') return exitCodes.interrupted
  return decision === 'quit' ? left : await goOn(call, run.id, 0)
}

/** Past the gate, watched. Returns the exit code. */
export async function goOn(call: Call, runId: string | null, waitMs: number): Promise<number> {
  const { code } = await watchRun(call, { title: 'continuing', direction: 'apply' }, [], (around) =>
    continuePastGate(call.place, around, runId, waitMs),
  )
  return code
}
