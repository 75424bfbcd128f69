import { writeSchemaRecord } from '../bundle/write.ts'
import type { Schema } from '../model/schema.ts'
import { jsonSchemaFrom } from '../spec/write/json-schema.ts'
import { writeSpecs } from '../spec/write/write.ts'
import { stateDirectory } from './target.ts'
import type { Workplace } from './workplace.ts'

/** Writes `state/<target>/schema.yaml`: the schema as specs that would make it. Throws what the file system throws. */
export function recordSchema({ selection, target, dialect }: Workplace, schema: Schema, serverVersion: string): void {
  const directory = stateDirectory(selection, target)
  const jsonSchema = jsonSchemaFrom(directory)
  const [text = ''] = writeSpecs(schema, { dialect, serverVersion, layout: 'whole', jsonSchema }).values()
  writeSchemaRecord(directory, text)
}
