import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Ajv, ErrorObject, Options, ValidateFunction } from 'ajv'
import { isRecord } from '../lib/record.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { pathOf, schemaFailures } from './schema-failures.ts'
import type { ParsedYaml } from './yaml-text.ts'

export interface Checked<T> {
  /** The part that fits the JSON Schema. */
  readonly content: T
  readonly diagnostics: readonly Diagnostic[]
  /** Tables and enums that had to be cut: what refers into them cannot be judged. */
  readonly damaged: ReadonlySet<string>
}

/** Our schemas are checked by a test against draft-07, which takes longer than compiling them. */
const ajvOptions: Options = {
  allErrors: true,
  verbose: true,
  allowUnionTypes: true,
  validateSchema: false,
  meta: false,
  code: { optimize: false },
}

/** A JSON Schema of this folder, by file name, as text: part of the cache key. */
export function schemaText(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
}

const load = createRequire(import.meta.url)

/**
 * A check against one of the JSON Schemas of this folder. Compiled when it is first needed, and the compiler loaded: that
 * takes longer than reading all specs from the cache.
 */
export function schemaCheck<T extends object>(name: string, empty: T): (yaml: ParsedYaml) => Checked<T> {
  let compiled: ValidateFunction<T> | null = null
  return (yaml) => {
    if (compiled === null) {
      const library = load('ajv') as { readonly Ajv: typeof Ajv }
      compiled = new library.Ajv(ajvOptions).compile<T>(JSON.parse(schemaText(name)))
    }
    const { value } = yaml
    if (value === null || value === undefined) return { content: empty, diagnostics: [], damaged: new Set() }
    if (compiled(value)) return { content: value, diagnostics: [], damaged: new Set() }
    const diagnostics = schemaFailures(compiled.errors ?? [], yaml)
    return { ...cut(compiled, value, empty), diagnostics }
  }
}

/** Takes away what does not fit, the smallest piece first, so that the rest can still be checked for its meaning. */
function cut<T extends object>(fits: ValidateFunction<T>, value: unknown, empty: T): Omit<Checked<T>, 'diagnostics'> {
  const damaged = new Set<string>()
  const rest: unknown = structuredClone(value)
  for (let depth = 0; depth < 12; depth += 1) {
    if (fits(rest)) return { content: rest, damaged }
    for (const error of fits.errors ?? []) remove(rest, error, depth, damaged)
  }
  return { content: empty, damaged }
}

/** A value that is needed where it is takes its owner with it in the next round; after a few, each cuts nearer to the root. */
function remove(root: unknown, error: ErrorObject, depth: number, damaged: Set<string>): void {
  const path = pathOf(error)
  if (error.keyword === 'additionalProperties' && depth === 0) {
    const owner = valueAt(root, path)
    const key: unknown = error.params['additionalProperty']
    if (isRecord(owner) && typeof key === 'string') delete owner[key]
    return
  }
  if (error.keyword === 'anyOf' || error.keyword === 'if') return
  // Nothing refers into a backfill.
  if (path[2] !== 'backfills') damaged.add(path.slice(0, 2).join('\u0000'))
  const end = Math.max(0, path.length - 1 - Math.max(0, depth - 5))
  for (let length = end; length >= 0; length -= 1) {
    const owner = valueAt(root, path.slice(0, length))
    const key = path[length]
    if (!isRecord(owner) || key === undefined) continue
    delete owner[key]
    return
  }
}

function valueAt(root: unknown, path: readonly string[]): unknown {
  let value = root
  for (const segment of path) {
    if (Array.isArray(value)) value = value[Number(segment)]
    else if (isRecord(value)) value = value[segment]
    else return undefined
  }
  return value
}
