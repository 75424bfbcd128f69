import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where editors find spec.schema.json, seen from a file in `directory`. */
export function jsonSchemaFrom(directory: string): string {
  const path = fileURLToPath(new URL('../spec.schema.json', import.meta.url))
  return relative(directory, path).split(sep).join('/')
}
