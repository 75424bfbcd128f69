import type { RunEvent } from '../model/event.ts'
import { oneLine, wrap } from './clip.ts'
import { clockTime, duration } from './duration.ts'
import { eventText } from './event-text.ts'
import { paint } from './paint.ts'
import { failureDetails } from './summary.ts'

interface RunLogOptions {
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number
  readonly color?: boolean
  readonly width?: number
}

/** Progress of a step is told at most this often. */
const heartbeatMs = 10_000

/**
 * Turns events into log lines: one when a step starts and one when it ends, a heartbeat in between. Call the
 * result with every event, in order; it gives the lines to print now, often none.
 */
export function runLog({ now, color = false, width = 100 }: RunLogOptions): (event: RunEvent) => readonly string[] {
  const style = paint(color)
  const startedAt = now()
  const titles = new Map<string, string>()
  let lastBeat = startedAt
  let lastWait = ''
  let longest: { readonly step: string; readonly lockMs: number } | null = null
  const stamped = (text: string): string => `${style.dim(`[${clockTime(now() - startedAt)}]`)} ${text}`
  const due = (): boolean => {
    if (now() - lastBeat < heartbeatMs) return false
    lastBeat = now()
    return true
  }
  return (event) => {
    if (event.type === 'run_started') for (const { id, title } of event.steps) titles.set(id, oneLine(title))
    const text = eventText(event, (step) => titles.get(step) ?? '')
    switch (event.type) {
      case 'step_progress':
        return due() ? [stamped(text)] : []
      case 'step_waiting': {
        // The same wait again is a heartbeat; another reason or another blocker is news.
        const wait = `${event.step}${event.reason}${event.blockers.map(({ pid }) => pid).join()}`
        const news = wait !== lastWait
        lastWait = wait
        if (news) lastBeat = now()
        return news || due() ? [stamped(style.yellow(text))] : []
      }
      case 'step_started':
        lastBeat = now()
        return event.attempt > 1 ? [] : [stamped(text)]
      case 'step_done':
        if (event.lockMs !== null && event.lockMs > (longest?.lockMs ?? 0)) longest = { ...event, lockMs: event.lockMs }
        return [stamped(style.green(text))]
      case 'step_failed':
        return [stamped(style.red(text)), ...failureDetails(event.failure, width)]
      case 'phase_started':
        return [stamped(style.bold(text))]
      case 'gate_reached':
      case 'blocker_ended':
      case 'interrupt_requested':
        return [stamped(style.yellow(text))]
      case 'obstacle':
        return [stamped(style.yellow(text)), ...wrap(`  ${oneLine(event.obstacle.remedy)}`, width, '  ')]
      case 'run_finished': {
        const lock =
          longest === null ? '' : `; others waited at most ${duration(longest.lockMs)} (step ${longest.step})`
        return [stamped(`${text}${lock}`)]
      }
      case 'run_started':
      case 'notice':
        return [stamped(text)]
    }
  }
}
