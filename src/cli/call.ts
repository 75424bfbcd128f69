import { refuseUnknownHazards } from '../commands/known-hazards.ts'
import { openWorkplace, type Workplace } from '../commands/workplace.ts'
import { ReconcileError } from '../lib/errors.ts'
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
  const opened = await openWorkplace({ specs, state, target, url }, io.env)
  const place = options.terminateBlockers ? terminating(opened) : opened
  const allowances = allowancesOn(new Date(), [...place.target.allow, ...options.allow.map(onCommandLine)])
  return { io, options, terminal: terminalOf(io, options), place, voice, allowances }
}

/** Throws `usage` where there is nobody to end. */
function terminating(place: Workplace): Workplace {
  if (place.dialect.name === 'sqlite')
    throw new ReconcileError('usage', '--terminate-blockers: SQLite has no sessions that anybody could end', {
      hint: 'Leave it out, and end the program that has the file locked.',
    })
  return { ...place, target: { ...place.target, terminateBlockers: true } }
}
