import type { RunContext, RunOutcome } from '../apply/context.ts'
import { waitsAtGate } from '../apply/gate.ts'
import { createInterrupt } from '../apply/interrupt.ts'
import type { Surroundings } from '../commands/surroundings.ts'
import type { Direction, Failure, RunEvent } from '../model/event.ts'
import type { Run } from '../model/run.ts'
import { runLog } from '../report/run-log.ts'
import { nextAfter } from '../report/status.ts'
import { outcomeOf, runSummary } from '../report/summary.ts'
import type { Call } from './call.ts'
import { exitCodeOfRun, signalCodes } from './exit-codes.ts'
import { type Signal, sleep } from './io.ts'
import { writeRecord } from './record.ts'

export interface Watched {
  /** What goes on, in one word: `applying`. */
  readonly title: string
  readonly direction: Direction
}

/** A run as somebody watches it: full screen, log lines, or NDJSON, all fed by the same events. */
export async function watchRun(
  call: Call,
  watched: Watched,
  allow: readonly string[],
  start: (around: Surroundings) => Promise<RunOutcome>,
): Promise<{ readonly code: number; readonly run: Run }> {
  const { io, options } = call
  const interrupt = createInterrupt()
  const startedAt = performance.now()
  let signal: Signal = 'SIGINT'
  let presses = 0
  const press = (): void => {
    presses += 1
    // Neither the safe point nor the cancelled statement came about. A crash is survived like any other.
    if (presses > 2) io.exit(signalCodes[signal])
    interrupt.press()
  }
  const stopListening = io.onSignal((received) => {
    signal = received
    press()
  })
  const stage = call.terminal.interactive ? await screenStage(call, watched, press) : textStage(call)
  const surroundings: Surroundings = {
    clock: () => new Date(),
    sleep,
    random: Math.random,
    owner: io.owner,
    interrupt,
    emit: stage.emit,
    allow: [...options.allow, ...allow],
  }
  try {
    const outcome = await start(surroundings)
    await stage.close()
    const code = exitCodeOfRun(outcome, options.detailedExitcode, signal)
    finish(call, outcome, watched.direction, code, performance.now() - startedAt)
    return { code, run: outcome.run }
  } catch (error) {
    await stage.close()
    throw error
  } finally {
    stopListening()
  }
}

interface Stage {
  readonly emit: RunContext['emit']
  /** Waits until everything is shown and the terminal is as it was. */
  close(): Promise<void>
}

function textStage({ io, options, terminal, voice }: Call): Stage {
  const { lines } = voice
  if (lines !== null) return { emit: (event) => voice.write(lines.event(event)), close: () => Promise.resolve() }
  const log = runLog({ now: () => performance.now(), color: terminal.errorColor, width: terminal.width })
  return {
    emit: (event) => {
      const lines = log(event)
      if (!options.quiet && lines.length > 0) io.stderr.write(`${lines.join('\n')}\n`)
    },
    close: () => Promise.resolve(),
  }
}

async function screenStage(
  { io, terminal, place: { target } }: Call,
  watched: Watched,
  press: () => void,
): Promise<Stage> {
  const { applyScreen } = await import('../tui/apply-screen.tsx')
  const past: RunEvent[] = []
  const listeners = new Set<(event: RunEvent) => void>()
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const closed = applyScreen({
    ...watched,
    target: target.name,
    ended,
    streams: io,
    color: terminal.color,
    ascii: terminal.ascii,
    subscribe: (listener) => {
      for (const event of past) listener(event)
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    requestStop: press,
  })
  return {
    emit: (event) => {
      past.push(event)
      for (const listener of listeners) listener(event)
    },
    close: () => {
      end()
      return closed
    },
  }
}

/** What was found and what to do, for readers of the last line alone. */
function inOne({ hint, explained }: Failure): string {
  if (hint !== '' || explained === undefined) return hint
  return [...explained.found.map((line) => `Found: ${line}.`), ...explained.choices].join(' ')
}

function finish(
  { io, options, terminal, place, voice }: Call,
  outcome: RunOutcome,
  direction: Direction,
  code: number,
  elapsedMs: number,
): void {
  const { run, failure } = outcome
  if (run.status === 'done' || run.status === 'rolled_back') {
    const { before, schema, target } = run.plan
    writeRecord({ io, place }, run.status === 'done' ? schema : before, target.serverVersion)
  }
  const conditions = waitsAtGate(run) ? { gateConditions: place.target.gateConditions } : {}
  const told = { ...outcomeOf(run, direction), ...conditions, elapsedMs }
  const summary = failure === null ? told : { ...told, failure: { ...failure, step: failure.step ?? '' } }
  if (options.json) {
    const [headline = ''] = runSummary(summary).split('\n', 1)
    voice.last(headline, nextAfter(run), failure === null ? null : { ...failure, hint: inOne(failure) }, told.time)
    return
  }
  const stream = code === 0 ? io.stdout : io.stderr
  stream.write(runSummary(summary, { color: terminal.color, width: terminal.width }))
}
