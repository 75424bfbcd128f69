import { hash } from 'node:crypto'
import { compareText } from './compare.ts'

/** Texts worth keeping: a plan hashes the same tables four times, alone and as parts of others. */
const known = new WeakMap<object, string>()
const worthKeeping = 500

/** The keys in their order, and as JSON writes them. */
type Shape = readonly (readonly [key: string, written: string])[]

/** Thousands of objects have the same keys. */
const shapes = new Map<string, Shape>()
const mostShapes = 1000

function shapeOf(value: object): Shape {
  const keys = Object.keys(value)
  const id = keys.join('\u0000')
  const found = shapes.get(id)
  // Keys with a NUL in them may have the id of other, more keys.
  if (found !== undefined && found.length === keys.length) return found
  const shape = keys.sort(compareText).map((key) => [key, `${JSON.stringify(key)}:`] as const)
  if (shapes.size < mostShapes && !shape.some(([key]) => key.includes('\u0000'))) shapes.set(id, shape)
  return shape
}

/** JSON with object keys sorted and `undefined` members left out, so equal values give equal text. Of data that never changes. */
export function stableJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`
  const before = known.get(value)
  if (before !== undefined) return before
  let members = ''
  for (const [key, written] of shapeOf(value)) {
    const member: unknown = Reflect.get(value, key)
    if (member !== undefined) members += `${members === '' ? '' : ','}${written}${stableJson(member)}`
  }
  const text = `{${members}}`
  if (text.length >= worthKeeping) known.set(value, text)
  return text
}

/** SHA-256 of the stable JSON of a value, in hex. */
export function fingerprint(value: unknown): string {
  return hash('sha256', stableJson(value), 'hex')
}
