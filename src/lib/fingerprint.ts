import { hash } from 'node:crypto'
import { compareText } from './compare.ts'

/** Texts worth keeping: a plan hashes the same tables four times, alone and as parts of others. */
const known = new WeakMap<object, string>()
const worthKeeping = 500

/** JSON with object keys sorted and `undefined` members left out, so equal values give equal text. Of data that never changes. */
export function stableJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`
  const before = known.get(value)
  if (before !== undefined) return before
  let members = ''
  for (const key of Object.keys(value).sort(compareText)) {
    const member: unknown = Reflect.get(value, key)
    if (member !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${stableJson(member)}`
  }
  const text = `{${members}}`
  if (text.length >= worthKeeping) known.set(value, text)
  return text
}

/** SHA-256 of the stable JSON of a value, in hex. */
export function fingerprint(value: unknown): string {
  return hash('sha256', stableJson(value), 'hex')
}
