import type { RunEvent } from '../../src/model/event.ts'
import { failed, nobodyWaits, progressed, started, waited } from '../report/sample-events.ts'

interface PlayedRun {
  subscribe(listener: (event: RunEvent) => void): () => void
  readonly ended: Promise<void>
  requestStop(level: 1 | 2): void
}

/** A run that happens within seconds: it waits for a lock, fills rows, and ends as its name says. */
export function playRun(how: 'apply' | 'failing' | 'gate' | 'gone', stops: number[]): PlayedRun {
  const listeners = new Set<(event: RunEvent) => void>()
  const emit = (event: RunEvent) => {
    for (const listener of listeners) listener(event)
  }
  const stop = { level: 0 }
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  const run = async () => {
    await pause(50)
    emit(started)
    emit({ type: 'phase_started', phase: 'expand' })
    for (const step of ['1.1', '1.2', '1.3', '1.4']) {
      emit({ type: 'step_started', step, attempt: 1 })
      if (step === '1.2') {
        emit(waited(step))
        await pause(1500)
        emit({ type: 'step_started', step, attempt: 2 })
      }
      await pause(100)
      emit({ type: 'step_done', step, elapsedMs: 100, estimateMs: null, ...nobodyWaits, note: null })
    }
    if (how === 'gone') return
    emit({ type: 'phase_started', phase: 'backfill' })
    emit({ type: 'step_started', step: '2.1', attempt: 1 })
    for (let batch = 1; batch <= 40; batch += 1) {
      emit(progressed('2.1', batch * 100_000, 8000 + 2000 * Math.sin(batch / 3)))
      if (batch === 20) emit({ type: 'notice', message: 'batch size 5,000 → 2,500: the last batch took 410 ms' })
      await pause(100)
      if (stop.level > 0) {
        emit({ type: 'run_finished', run: 'r-20261120-0912', status: 'running', elapsedMs: 4000 })
        return
      }
    }
    emit({
      type: 'step_done',
      step: '2.1',
      elapsedMs: 4000,
      estimateMs: 300_000,
      ...nobodyWaits,
      note: '4,101,990 rows',
    })
    emit({ type: 'phase_started', phase: 'validate' })
    emit({ type: 'step_started', step: '3.1', attempt: 1 })
    await pause(100)
    if (how === 'failing') {
      emit(failed)
      const time = { steps: 5, tookMs: 4_300, estimateMs: 320_000 }
      emit({ type: 'run_finished', run: 'r-20261120-0912', status: 'failed', elapsedMs: 6000, time })
      return
    }
    emit({ type: 'step_done', step: '3.1', elapsedMs: 100, estimateMs: null, ...nobodyWaits, note: null })
    emit({ type: 'gate_reached', remaining: 2 })
    emit({ type: 'run_finished', run: 'r-20261120-0912', status: how === 'gate' ? 'paused' : 'done', elapsedMs: 6000 })
  }
  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    ended: run(),
    requestStop: (level) => {
      stops.push(level)
      emit({ type: 'interrupt_requested', safePoint: 'after this batch' })
      stop.level = level
    },
  }
}
