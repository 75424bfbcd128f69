import { nameKey } from '../../model/name.ts'
import type { Binding } from '../binding.ts'
import { tableName } from '../object-names.ts'

/**
 * A type as the signature of a routine holds it: without a length or precision, which PostgreSQL drops there (CREATE
 * FUNCTION, Notes), tables and enums of the specs by their full names, what is unknown as it is written.
 */
export function signatureType(binding: Binding, written: string): string {
  const text = written.trim().replaceAll(/\s+/g, ' ')
  const array = /^(.*?)(?:(?: ?\[ ?\d* ?\])+| array(?: ?\[ ?\d+ ?\])?)$/i.exec(text)
  const element = (array?.[1] ?? text).replace(/ ?\( ?-?\d+ ?(?:, ?-?\d+ ?)?\)/, '')
  const suffix = array === null ? '' : '[]'
  const { types, defaultSchema, words } = binding.dialect
  const known = types.canonical(element)
  if (known !== null) return `${known.replace(/\(\d+\)/, '').replace(/^interval .*/, 'interval')}${suffix}`
  const exact = tableName(element, defaultSchema)
  const folded = tableName(lowerOutsideQuotes(element), defaultSchema)
  const declared = [exact, folded].find((name) => binding.enums.has(nameKey(name)) || binding.tables.has(nameKey(name)))
  return `${declared === undefined ? lowerOutsideQuotes(element) : words.qualify(declared)}${suffix}`
}

function lowerOutsideQuotes(text: string): string {
  return text.replaceAll(/"(?:[^"]|"")*"|[^"]+/g, (part) => (part.startsWith('"') ? part : part.toLowerCase()))
}
