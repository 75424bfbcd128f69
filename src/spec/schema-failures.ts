import type { ErrorObject } from 'ajv'
import { compareText } from '../lib/compare.ts'
import { isRecord } from '../lib/record.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { didYouMean } from '../lib/text.ts'
import { describePath } from './describe-path.ts'
import type { Path } from './places.ts'
import type { ParsedYaml } from './yaml-text.ts'

/** The schema's complaints in words, one for each thing that is wrong. */
export function schemaFailures(errors: readonly ErrorObject[], yaml: ParsedYaml): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>()
  for (const error of relevant(errors)) {
    const failure = failureOf(error, errors)
    const { path, on, ...fields } = failure
    const key = [fields.id, on, ...path].join('\u0000')
    if (!found.has(key)) {
      found.set(key, { ...fields, severity: 'error', position: yaml.locate(path, on), sqlState: null })
    }
  }
  return [...found.values()].sort(
    (a, b) =>
      (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
      (a.position?.column ?? 0) - (b.position?.column ?? 0) ||
      compareText(a.id, b.id),
  )
}

/** The JSON pointer of an error, as a path. */
export function pathOf(error: ErrorObject): Path {
  return error.instancePath
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/**
 * A value with a short and a long form fails both. The form that was meant is the one whose type fits: when there is
 * any complaint but "wrong type" at or below a place, the "wrong type" ones there are about the other form.
 */
function relevant(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const real = errors.filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'if')
  const others = new Set<string>()
  for (const error of real) {
    if (!isOfForm(error)) others.add(error.instancePath)
    for (let path = parent(error.instancePath); path !== null; path = parent(path)) others.add(path)
  }
  return real.filter((error) => !isOfForm(error) || !others.has(error.instancePath))
}

/** Says that the value is of another form: a word instead of a mapping is one that is not in the list as well. */
function isOfForm({ keyword, data }: ErrorObject): boolean {
  return keyword === 'type' || (keyword === 'enum' && typeof data === 'object')
}

function parent(pointer: string): string | null {
  const slash = pointer.lastIndexOf('/')
  return slash === -1 ? null : pointer.slice(0, slash)
}

interface Failure {
  readonly id: string
  readonly message: string
  readonly help: string | null
  readonly path: Path
  readonly on: 'key' | 'value'
}

function failureOf(error: ErrorObject, errors: readonly ErrorObject[]): Failure {
  const path = pathOf(error)
  const where = describePath(path)
  const about: unknown = error.parentSchema?.['description']
  const help = helpForMeasure(error.parentSchema) ?? (typeof about === 'string' ? about : null)
  const value: unknown = error.data
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(error, path, where)
    case 'required':
    case 'dependencies': {
      const missing = String(error.params['missingProperty'])
      const why = error.keyword === 'dependencies' ? `, which ${error.params['property']} needs` : ''
      return {
        id: 'missing-key',
        message: `${where} has no ${missing}${why}`,
        help: helpForMissing(missing, path),
        path,
        on: 'key',
      }
    }
    case 'enum': {
      const allowed: string[] = Array.isArray(error.params['allowedValues'])
        ? error.params['allowedValues'].map(String)
        : []
      const near = didYouMean(String(value).replaceAll(' ', '_'), allowed)
      const hint =
        near === null ? `write one of: ${allowed.join(', ')}` : `did you mean ${near}? Possible: ${allowed.join(', ')}`
      return {
        id: 'unknown-value',
        message: `${where}: ${shown(value)} is not possible here`,
        help: hint,
        path,
        on: 'value',
      }
    }
    case 'type': {
      const types = errors
        .filter((other) => other.keyword === 'type' && other.instancePath === error.instancePath)
        .flatMap((other): unknown[] => [other.params['type']].flat())
      const wanted = [...new Set(types.map((type) => typeWords[String(type)] ?? String(type)))]
      const message = `${where} is ${kindOf(value)}, not ${orList(wanted)}`
      return {
        id: 'wrong-type',
        message,
        help: helpForType(value, wanted, path) ?? help,
        path,
        on: 'value',
      }
    }
    case 'uniqueItems': {
      const index = String(Math.max(Number(error.params['i']), Number(error.params['j'])))
      const item: unknown = Array.isArray(value) ? value[Number(index)] : value
      return {
        id: 'duplicate-value',
        message: `${where} names ${shown(item)} twice`,
        help: 'write it once',
        path: [...path, index],
        on: 'value',
      }
    }
    case 'maxProperties':
      return {
        id: 'conflicting-keys',
        message: `${where} has both ${Object.keys(isRecord(value) ? value : {}).join(' and ')}`,
        help: 'keep one',
        path,
        on: 'value',
      }
    case 'minItems':
    case 'minProperties':
    case 'minLength':
      return {
        id: 'empty',
        message: `${where} is empty`,
        help: help ?? 'say something, or leave it out',
        path,
        on: 'value',
      }
    case 'pattern':
      if (typeof value === 'string' && value.trim() !== '') {
        const name = error.propertyName !== undefined
        const message = name
          ? `the name ${shown(value)} is not possible here`
          : `${where}: ${shown(value)} is not possible here`
        return name
          ? { id: 'bad-name', message, help, path: [...path, error.propertyName ?? ''], on: 'key' }
          : { id: 'bad-value', message, help, path, on: 'value' }
      }
      return {
        id: 'empty',
        message: `${where} is empty`,
        help: help ?? 'say something, or leave it out',
        path,
        on: 'value',
      }
    case 'propertyNames':
      return {
        id: 'bad-name',
        message: `the name ${shown(error.params['propertyName'])} is not possible here`,
        help,
        path: [...path, String(error.params['propertyName'])],
        on: 'key',
      }
    default:
      return {
        id: 'bad-value',
        message: `${where} ${error.message ?? 'is not possible here'}`,
        help,
        path,
        on: 'value',
      }
  }
}

function unknownKey(error: ErrorObject, path: Path, where: string): Failure {
  const key = String(error.params['additionalProperty'])
  const owner: unknown = error.data
  const at = { path: [...path, key], on: 'key' } as const
  const value: unknown = isRecord(owner) ? owner[key] : undefined
  if (value === null && isRecord(owner) && Object.values(owner).some((other) => isCutOff(other))) {
    const message = `${where}: the comma before "${key}" ended the value`
    return {
      id: 'unquoted-comma',
      message,
      help: "inside { }, quote a value that has a comma: { type: 'numeric(12,2)' }",
      ...at,
    }
  }
  if (key === '<<') {
    return { id: 'unknown-key', message: `${where}: "<<" is not part of YAML 1.2`, help: 'write the keys out', ...at }
  }
  const properties: unknown = error.parentSchema?.['properties']
  const known = isRecord(properties) ? Object.keys(properties) : []
  const near = didYouMean(key.replaceAll('-', '_'), known) ?? synonyms[key.toLowerCase()] ?? null
  const possible = `possible here: ${known.join(', ')}`
  const help = near !== null && known.includes(near) ? `did you mean ${near}? ${possible}` : possible
  return { id: 'unknown-key', message: `${where} has no key "${key}"`, help, ...at }
}

/** What other tools call it. */
const synonyms: Readonly<Record<string, string>> = {
  nullable: 'not_null',
  required: 'not_null',
  foreign_key: 'references',
  pk: 'primary_key',
  primary: 'primary_key',
  uniques: 'unique',
  check: 'checks',
  constraints: 'checks',
  name: 'renamed_from',
  old_name: 'renamed_from',
  using: 'method',
  predicate: 'where',
  on: 'columns',
  values: 'labels',
  description: 'comment',
  fields: 'columns',
}

function isCutOff(value: unknown): boolean {
  return typeof value === 'string' && value.split('(').length > value.split(')').length
}

function helpForType(value: unknown, wanted: readonly string[], path: Path): string | null {
  if (value === null && path.at(-2) === 'set') return "write 'null', in quotes: what it gets is SQL"
  if (value === null) return 'leave the key out when there is nothing to say'
  if (typeof value === 'string' && wanted.includes('true or false')) {
    if (/^(yes|no|on|off)$/i.test(value)) return `write ${/^(yes|on)$/i.test(value)}: YAML 1.2 has no ${value}`
    if (/^(true|false)$/i.test(value)) return `write ${value.toLowerCase()}, without quotes`
  }
  const isWord = typeof value === 'string' || typeof value === 'number'
  return isWord && wanted.join() === 'a list' ? `write a list: [${value}]` : null
}

/** For what is measured in units, a duration or a size: a pattern that ends with them. */
function helpForMeasure(schema: ErrorObject['parentSchema']): string | null {
  const { pattern, examples, default: usual }: Readonly<Record<string, unknown>> = schema ?? {}
  const [, units] = /^\^\[0-9\].*\(([A-Za-z]+(?:\|[A-Za-z]+)+)\)\$$/.exec(String(pattern)) ?? []
  if (units === undefined) return null
  const example = Array.isArray(examples) ? examples[0] : usual
  return `write a number and its unit (${orList(units.split('|'))}), such as ${example}`
}

function helpForMissing(key: string, path: Path): string {
  switch (key) {
    case 'where':
      return 'say which rows still need work, for example `where: tier_id is null`; it must become false once set'
    case 'columns':
      return `say which columns, for example \`columns: ${path.length === 2 ? '{ id: bigint }' : '[id]'}\``
    case 'type':
      return 'say what type it has, for example `type: text`'
    default:
      return `add \`${key}:\``
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  null: 'null',
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty'
  if (typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? 'a list' : (typeWords[typeof value] ?? typeof value)
}

function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? 'nothing')
}
