import { drift } from '../../commands/drift.ts'
import { driftJson, driftText } from '../../report/comparison.ts'
import type { Call } from '../call.ts'
import { exitCodes } from '../exit-codes.ts'

/** `reconcile drift`: what has happened to the database since it was recorded. */
export async function driftVerb({ io, options, terminal, place, voice }: Call): Promise<number> {
  const { differences, ...rest } = await drift(place)
  const { name } = place.target
  if (options.json) voice.write(driftJson(name, differences, rest))
  else io.stdout.write(driftText(name, differences, rest, { color: terminal.color, width: terminal.width }))
  return differences.length === 0 ? exitCodes.done : exitCodes.pending
}
