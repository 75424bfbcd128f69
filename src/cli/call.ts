import { refuseUnknownHazards } from '../commands/known-hazards.ts'
import { openWorkplace, type Workplace } from '../commands/workplace.ts'
import { type Allowances, allowancesOn, onCommandLine } from '../model/allowance.ts'
import type { Io } from './io.ts'
import type { Options } from './options.ts'
import type { Terminal } from './terminal.ts'
import { terminalOf } from './terminal.ts'
import type { Voice } from './voice.ts'

/** One call of the command line: its flags, its streams, and where it works. */
export interface Call {
  readonly io: Io
  readonly options: Options
  readonly terminal: Terminal
  readonly place: Workplace
  readonly voice: Voice
  /** What the target and the command line allow today. */
  readonly allowances: Allowances
}

/** Throws `usage` for hazards nobody has heard of, and what `openWorkplace` throws. */
export async function openCall(io: Io, voice: Voice, options: Options): Promise<Call> {
  refuseUnknownHazards(options.allow)
  const { target = null, url = null, specs, state } = options
  const place = await openWorkplace({ specs, state, target, url }, io.env)
  const allowances = allowancesOn(new Date(), [...place.target.allow, ...options.allow.map(onCommandLine)])
  return { io, options, terminal: terminalOf(io, options), place, voice, allowances }
}
