import type { SchemaObject } from './object.ts'

/** The body of a routine as long as it is text, which the server reads when it runs; null for everything else. */
export function codeOf(object: SchemaObject): string | null {
  if (object.kind !== 'function' && object.kind !== 'procedure') return null
  return object.body.kind === 'text' ? object.body.text : null
}
