import { ReconcileError } from '../lib/errors.ts'
import { rules } from '../hazards/registry.ts'
import { openWorkplace, type Workplace } from '../commands/workplace.ts'
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
}

/** Throws `usage` or `invalid_config` for hazards nobody has heard of, and what `openWorkplace` throws. */
export async function openCall(io: Io, voice: Voice, options: Options): Promise<Call> {
  refuseUnknownHazards(options.allow, 'usage', '--allow')
  const { target = null, url = null, specs, state } = options
  const place = await openWorkplace({ specs, state, target, url }, io.env)
  refuseUnknownHazards(place.target.allow, 'invalid_config', `allow of target ${place.target.name}`)
  return { io, options, terminal: terminalOf(io, options), place, voice }
}

function refuseUnknownHazards(allow: readonly string[], code: 'usage' | 'invalid_config', where: string): void {
  const unknown = allow.filter((id) => !rules.some((rule) => rule.id === id))
  if (unknown.length === 0) return
  throw new ReconcileError(code, `${where} names an unknown hazard: ${unknown.join(', ')}`, {
    hint: `Hazards: ${rules.map(({ id }) => id).join(', ')}.`,
  })
}
