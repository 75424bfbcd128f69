import { InvalidArgumentError } from 'commander'
import { type Phase, phases } from '../model/step.ts'
import { durationMs } from '../spec/durations.ts'

/** The common flags, after commander has read them. */
export interface Options {
  readonly target?: string
  readonly url?: string
  readonly specs: string
  readonly state: string
  readonly json: boolean
  readonly yes: boolean
  readonly allow: readonly string[]
  readonly through?: Phase
  readonly color: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  readonly detailedExitcode: boolean
}

/** `--allow a,b --allow c`. */
export function collectIds(value: string, before: readonly string[]): string[] {
  const ids = value
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
  if (ids.length === 0) throw new InvalidArgumentError('Name at least one hazard, for example --allow table-rewrite.')
  return [...before, ...ids]
}

export function parsePhase(value: string): Phase {
  const phase = phases.find((name) => name === value)
  if (phase === undefined) throw new InvalidArgumentError(`Phases are ${phases.join(', ')}.`)
  return phase
}

/** `14d`, `12h`, `30m`, `10s`; milliseconds. */
export function parseAge(value: string): number {
  const ms = durationMs(value)
  if (ms === null) throw new InvalidArgumentError('Write an age such as 14d, 12h or 30m.')
  return ms
}

/** How long to wait: `30m`, `2h`; milliseconds. */
export function parseWait(value: string): number {
  const ms = durationMs(value)
  if (ms === null) throw new InvalidArgumentError('Write a time such as 30s, 10m or 2h.')
  return ms
}
