import { type Document, parseDocument, Scalar, type ScalarTag, Schema, type Tags, visit } from 'yaml'
import type { Diagnostic, Position } from '../model/diagnostic.ts'
import { type Path, type Places, placesIn } from './places.ts'
import { thrownFailure, yamlFailures } from './yaml-failures.ts'

export interface ParsedYaml {
  /** Plain data without cycles; null for an empty text or one that cannot be read at all. */
  readonly value: unknown
  readonly diagnostics: readonly Diagnostic[]
  /** Where a key, or its value, is written; the nearest thing around it when it is not. */
  locate(path: Path, on: 'key' | 'value'): Position
}

/** Built once: a Schema for each of thousands of files would take longer than the files. */
const core = new Schema({ schema: 'core', customTags: exactNumbers, resolveKnownTags: false })
const maxAliases = 100
/** Far more than a spec can use, and far less than a recursive check can bear. */
const maxDepth = 50

/**
 * YAML 1.2 core with unique keys and bounded aliases. Never throws: what the parser rejects becomes diagnostics.
 * A number that JavaScript would spell differently (1.50, 0x1F, beyond 2^53) stays the text that was written, since
 * it is going to be SQL.
 */
export function parseYaml(text: string, file: string): ParsedYaml {
  const places = placesIn(text, file)
  let document: Document.Parsed
  try {
    document = parseDocument(text, { schema: core, uniqueKeys: true, prettyErrors: false, logLevel: 'error' })
  } catch (error) {
    const start = places.at(0, 1)
    return { value: null, diagnostics: [thrownFailure(error, start)], locate: () => start }
  }
  const diagnostics = yamlFailures([...document.errors, ...document.warnings], text, places)
  const locate = (path: Path, on: 'key' | 'value'): Position => places.of(document, path, on)
  try {
    const value: unknown = document.toJS({ maxAliasCount: maxAliases })
    // Only an alias can make a cycle, and nothing after this may meet one.
    if (text.includes('*')) JSON.stringify(value)
    if (isDeeper(value, maxDepth)) throw new RangeError('nested too deeply')
    return { value, diagnostics, locate }
  } catch (error) {
    const thrown = thrownFailure(error, firstBadAlias(document, places))
    return { value: null, diagnostics: diagnostics.length > 0 ? diagnostics : [thrown], locate }
  }
}

function firstBadAlias(document: Document.Parsed, places: Places): Position {
  let first: Position | null = null
  try {
    visit(document, {
      Alias: (_key, node) => {
        const [start, end] = node.range ?? [0, 1]
        first ??= places.at(start, end - start)
        if (node.resolve(document) !== undefined) return undefined
        first = places.at(start, end - start)
        return visit.BREAK
      },
    })
  } catch {
    // Nested too deeply to look around in.
  }
  return first ?? places.at(0, 1)
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth === 0) return true
  if (Array.isArray(value)) return value.some((item) => isDeeper(item, depth - 1))
  // Plain data, so its own members are all it has; `Object.values` would copy every mapping.
  for (const key in value) if (isDeeper(Reflect.get(value, key), depth - 1)) return true
  return false
}

function exactNumbers(tags: Tags): Tags {
  return tags.map((tag) => {
    if (typeof tag === 'string' || tag.collection !== undefined || !/:(?:int|float)$/.test(tag.tag)) return tag
    const exact: ScalarTag = {
      ...tag,
      resolve: (source, onError, options) => {
        const resolved = tag.resolve(source, onError, options)
        const value: unknown = resolved instanceof Scalar ? resolved.value : resolved
        return String(value) === source ? value : source
      },
    }
    return exact
  })
}
