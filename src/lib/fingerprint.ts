import { hash } from 'node:crypto'
import { compareText } from './compare.ts'

/** Keys in their order, and as JSON writes them. */
interface Shape {
  readonly members: readonly Member[]
  /** No key that an object without it would inherit. */
  readonly own: boolean
}

/** What was there the last time, which is what thousands of objects have: their keys need not be sorted again. */
interface Expectation {
  shape: Shape | null
}

interface Member extends Expectation {
  readonly key: string
  readonly written: string
}

const shapes = new Map<string, Shape>()
const mostShapes = 1000

function shapeOf(keys: readonly string[]): Shape {
  const id = keys.join('\u0000')
  const found = shapes.get(id)
  // Keys with a NUL in them may have the id of other, more keys.
  if (found !== undefined && found.members.length === keys.length) return found
  const shape = {
    members: keys.toSorted(compareText).map((key) => ({ key, written: `${JSON.stringify(key)}:`, shape: null })),
    own: keys.every((key) => !(key in Object.prototype)),
  }
  if (shapes.size < mostShapes && !keys.some((key) => key.includes('\u0000'))) shapes.set(id, shape)
  return shape
}

/** What an object is told by. */
type Stead = (value: object, text: string) => string

/** JSON with object keys sorted and `undefined` members left out, so equal values give equal text. Of data that never changes. */
export function stableJson(value: unknown): string {
  return textOf(value, { shape: null }, (_value, text) => text)
}

/** Of what is long enough: a plan meets the same tables four times, alone and as parts of others. */
const digests = new WeakMap<object, string>()
const worthDigesting = 500

/** Begins as no JSON does. */
function digest(value: object, text: string): string {
  if (text.length < worthDigesting) return text
  const short = `#${hash('sha256', text, 'hex')}`
  digests.set(value, short)
  return short
}

/** SHA-256, in hex, of the stable JSON of a value in which long members are told by their own SHA-256. */
export function fingerprint(value: unknown): string {
  return hash('sha256', textOf(value, { shape: null }, digest), 'hex')
}

/** What JSON writes as it is. */
const isPlain = /^[ !#-[\]-~]*$/

function textOf(value: unknown, expected: Expectation, stead: Stead): string {
  // Most members are one of these, and calling JSON.stringify takes longer than looking.
  if (value === null || value === false) return String(value)
  if (typeof value === 'string') return isPlain.test(value) ? `"${value}"` : JSON.stringify(value)
  if (typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) {
    let items = ''
    for (const item of value) items += `${items === '' ? '' : ','}${textOf(item, expected, stead)}`
    return `[${items}]`
  }
  const known = stead === digest ? digests.get(value) : undefined
  if (known !== undefined) return known
  const keys = Object.keys(value)
  let text = textAs(value, keys, expected.shape, stead)
  if (text === null) {
    expected.shape = shapeOf(keys)
    text = textAs(value, keys, expected.shape, stead) ?? ''
  }
  return stead(value, text)
}

/** Null when the keys are others. */
function textAs(value: object, keys: readonly string[], shape: Shape | null, stead: Stead): string | null {
  if (shape === null || shape.members.length !== keys.length) return null
  let text = ''
  for (const member of shape.members) {
    const found = (value as Readonly<Record<string, unknown>>)[member.key]
    if ((found === undefined || !shape.own) && !Object.hasOwn(value, member.key)) return null
    if (found === undefined) continue
    text += `${text === '' ? '' : ','}${member.written}${textOf(found, member, stead)}`
  }
  return `{${text}}`
}
