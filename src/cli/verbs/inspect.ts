import { resolve } from 'node:path'
import { writeSpecFiles } from '../../bundle/write-specs.ts'
import { inspect } from '../../commands/inspect.ts'
import { ReconcileError } from '../../lib/errors.ts'
import { inspectionJson, inspectionText, leftOutText } from '../../report/inspection.ts'
import { jsonSchemaFrom } from '../../spec/write/json-schema.ts'
import { writeSpecs } from '../../spec/write/write.ts'
import type { Call } from '../call.ts'
import { exitCodes } from '../exit-codes.ts'

export interface InspectOptions {
  readonly out?: string
  readonly layout?: 'schema' | 'table'
  readonly force?: boolean
}

/** `reconcile inspect`: the database as specs, to stdout or to files. What they leave out is told on stderr. */
export async function inspectVerb({ io, options, place, voice }: Call, how: InspectOptions): Promise<number> {
  const { out, layout } = how
  if (out === undefined && (layout !== undefined || how.force === true)) {
    throw new ReconcileError('usage', '--layout and --force are about files, and --out is missing', {
      hint: 'Name a folder, for example --out specs; without one everything goes to stdout.',
    })
  }
  const { dialect, target, selection } = place
  const found = await inspect(place)
  const written = writeSpecs(found.schema, {
    dialect,
    serverVersion: found.serverVersion,
    layout: out === undefined ? 'whole' : (layout ?? 'schema'),
    jsonSchema: jsonSchemaFrom(resolve(out ?? selection.specs)),
  })
  const paths = out === undefined ? [] : writeSpecFiles(out, written, how.force ?? false)
  const files = [...written.values()].map((text, position) => ({ path: paths[position] ?? null, text }))
  const inspected = { ...found, target, files }
  if (options.json) voice.write(inspectionJson(inspected))
  else if (out === undefined) io.stdout.write(files.map(({ text }) => text).join(''))
  else io.stdout.write(inspectionText(inspected))
  io.stderr.write(leftOutText(found))
  return exitCodes.done
}
