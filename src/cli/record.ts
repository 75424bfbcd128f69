import { recordSchema } from '../commands/record-schema.ts'
import { stateDirectory } from '../commands/target.ts'
import type { Schema } from '../model/schema.ts'
import type { Call } from './call.ts'

/** What happened has happened: a folder that cannot be written to does not make a command fail. */
export function writeRecord({ io, place }: Pick<Call, 'io' | 'place'>, schema: Schema, serverVersion: string): void {
  try {
    recordSchema(place, schema, serverVersion)
  } catch (error) {
    const path = `${stateDirectory(place.selection, place.target)}/schema.yaml`
    io.stderr.write(`reconcile: ${path} could not be written: ${String(error)}\n`)
  }
}
