import { count, grouped } from '../lib/text.ts'
import type { LockTime } from '../model/event.ts'
import type { RunTime } from '../model/run-time.ts'

/** `0 ms`, `840 ms`, `1 s`, `2.4 s`, `42 s`, `7 min 05 s`, `3 h 20 min`, from milliseconds. */
export function duration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 9.95) return `${trimmed(seconds)} s`
  if (seconds < 59.5) return `${Math.round(seconds)} s`
  const minutes = Math.floor(Math.round(seconds) / 60)
  if (minutes < 60) return `${minutes} min ${pad(Math.round(seconds) % 60)} s`
  const wholeMinutes = Math.round(seconds / 60)
  return `${Math.floor(wholeMinutes / 60)} h ${pad(wholeMinutes % 60)} min`
}

/** An estimate: never more exact than it is. `under 10 ms`, `~40 ms`, `~2 s`, `~7 min`, `~3 h`. */
export function about(ms: number): string {
  if (ms < 10) return 'under 10 ms'
  if (ms < 1000) return `~${Math.ceil(ms / 10) * 10} ms`
  const seconds = ms / 1000
  if (seconds < 59.5) return `~${Math.ceil(seconds)} s`
  const minutes = seconds / 60
  return minutes < 59.5 ? `~${Math.ceil(minutes)} min` : `~${(minutes / 60).toFixed(1).replace(/\.0$/, '')} h`
}

/** `2.4 s (estimated ~3 s)`; nothing is said of an estimate where both are too short to matter. */
export function besideEstimate(ms: number, estimateMs: number | null): string {
  const matters = estimateMs !== null && Math.max(ms, estimateMs) >= 1000
  return matters ? `${duration(ms)} (estimated ${about(estimateMs)})` : duration(ms)
}

/** `4 steps took 2 min 10 s (estimated ~3 min)`; null where all of it is too short to matter. */
export function timeText({ steps, tookMs, estimateMs }: RunTime): string | null {
  if (Math.max(tookMs, estimateMs) < 1000) return null
  return `${count(steps, 'step')} took ${besideEstimate(tookMs, estimateMs)}`
}

/** `others waited at most 1.2 s (estimated ~1 s)`; null where nobody had to, or so briefly that nobody saw it. */
export function lockText({ lockMs, lockEstimateMs }: LockTime): string | null {
  if (lockMs === null || Math.max(lockMs, lockEstimateMs ?? 0) < 100) return null
  return `others waited at most ${besideEstimate(lockMs, lockEstimateMs)}`
}

/** `mm:ss` or `h:mm:ss`, for clocks that tick. */
export function clockTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const minutes = Math.floor(seconds / 60) % 60
  const hours = Math.floor(seconds / 3600)
  return `${hours > 0 ? `${hours}:` : ''}${pad(minutes)}:${pad(seconds % 60)}`
}

/** `12`, `9,800`, `12k`, `4.1M`, `1.2B`. */
export function shortCount(value: number): string {
  if (value < 10_000) return grouped(Math.round(value))
  if (value < 999_500) return `${Math.round(value / 1000)}k`
  if (value < 999_500_000) return `${trimmed(value / 1_000_000)}M`
  return `${trimmed(value / 1_000_000_000)}B`
}

function trimmed(value: number): string {
  return value.toFixed(value < 99.95 ? 1 : 0).replace(/\.0$/, '')
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
