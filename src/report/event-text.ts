import { count } from '../lib/text.ts'
import type { Blocker, EndedBlocker, Progress, RunEvent } from '../model/event.ts'
import { oneLine } from './clip.ts'
import { besideEstimate, duration, lockText, shortCount, timeText } from './duration.ts'
import { obstacleWord } from './obstacles.ts'
import { shortId } from './step-text.ts'

/** One event in words, on one line. `titleOf` knows the steps' titles by id. */
export function eventText(event: RunEvent, titleOf: (step: string) => string): string {
  switch (event.type) {
    case 'run_started':
      return startText(event)
    case 'phase_started':
      return `phase ${event.phase}`
    case 'step_started': {
      const again = event.attempt > 1 ? ` (attempt ${event.attempt})` : ''
      return `${event.step} ${titleOf(event.step)} …${again}`
    }
    case 'step_progress':
      return `${event.step} ${titleOf(event.step)}: ${progressText(event.progress)}`
    case 'step_waiting':
      return `${event.step} waits: ${oneLine(event.reason)}${blockersText(event.blockers)}${event.retryInMs === null ? '' : `; next try in ${duration(event.retryInMs)}`}`
    case 'blocker_ended':
      return `${event.step}: ${endedText(event)}`
    case 'step_done': {
      const note = event.note === null ? '' : ` (${oneLine(event.note)})`
      const lock = lockText(event)
      return `${event.step} ${titleOf(event.step)}: done in ${besideEstimate(event.elapsedMs, event.estimateMs)}${lock === null ? '' : `; ${lock}`}${note}`
    }
    case 'step_failed': {
      const code = event.failure.sqlState === null ? '' : ` [${oneLine(event.failure.sqlState)}]`
      return `${event.step} ${titleOf(event.step)}: FAILED: ${oneLine(event.failure.message)}${code}`
    }
    case 'gate_reached':
      return `gate: ${count(event.remaining, 'step')} left for \`reconcile continue\``
    case 'interrupt_requested':
      return `stopping ${oneLine(event.safePoint)}; what is done stays done`
    case 'obstacle':
      return `${obstacleWord(event.obstacle)}: ${oneLine(`${event.obstacle.what}. ${event.obstacle.why}`)}`
    case 'notice':
      return oneLine(event.message)
    case 'run_finished': {
      const took = event.time === undefined ? null : timeText(event.time)
      return `run ${event.run}: ${event.status.replaceAll('_', ' ')} after ${duration(event.elapsedMs)}${took === null ? '' : `; ${took}`}`
    }
  }
}

/** `1.9M of ~4.1M rows (47%), 11k rows/s, 3 min 12 s left`. Nothing about the rest before 1% is done. */
function progressText(progress: Progress): string {
  const { done, total, estimated, rowsPerSecond } = progress
  const rows =
    total === null
      ? `${shortCount(done)} rows`
      : `${shortCount(done)} of ${estimated ? '~' : ''}${shortCount(total)} rows`
  const part = fraction(progress)
  const left = remainingMs(progress)
  return [
    part === null ? rows : `${rows} (${Math.floor(part * 100)}%)`,
    ...(rowsPerSecond > 0 ? [`${shortCount(rowsPerSecond)} rows/s`] : []),
    ...(left === null ? [] : [`${duration(left)} left`]),
  ].join(', ')
}

/** How much is done, 0 to 1; at most 0.99 while the total is an estimate. */
export function fraction({ done, total, estimated }: Progress): number | null {
  if (total === null || total <= 0) return null
  return Math.min(done / total, estimated ? 0.99 : 1)
}

/** Milliseconds to go at the current rate; null until there is something to base it on. */
export function remainingMs(progress: Progress): number | null {
  const { done, total, rowsPerSecond } = progress
  const part = fraction(progress)
  if (total === null || part === null || part < 0.01 || rowsPerSecond <= 0) return null
  return (Math.max(0, total - done) / rowsPerSecond) * 1000
}

/** Who is in the way: the oldest first, at most three. */
export function blockersText(blockers: readonly Blocker[]): string {
  if (blockers.length === 0) return ''
  const shown = blockers.slice(0, 3).map(({ pid, user, application, state, ageSeconds }) => {
    const who = oneLine(application === '' ? user : `${user}, ${application}`)
    return `pid ${pid} (${who}; ${oneLine(state)} for ${duration(ageSeconds * 1000)})`
  })
  const more = blockers.length - shown.length
  return `, held by ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** Who it was, with all that is known of it: nobody can be asked any more. */
export function endedText({ blocker, ended, reason }: EndedBlocker): string {
  const { pid, user, application, state, ageSeconds, query } = blocker
  const who = oneLine(application === '' ? user : `${user}, ${application}`)
  const did = oneLine(query) === '' ? '' : `: ${oneLine(query)}`
  const what = `pid ${pid} (${who}; ${oneLine(state)} for ${duration(ageSeconds * 1000)}${did})`
  return ended ? `ended ${what}` : `could not end ${what}${reason === null ? '' : `; ${oneLine(reason)}`}`
}

function startText(event: Extract<RunEvent, { type: 'run_started' }>): string {
  const what = event.direction === 'rollback' ? 'rolling back' : event.done.length > 0 ? 'resuming' : 'applying'
  const already = event.done.length > 0 ? `, ${event.done.length} already done` : ''
  return `${what} plan ${shortId(event.plan)} on ${oneLine(event.target)}: ${count(event.steps.length, 'step')}${already} (run ${event.run})`
}
