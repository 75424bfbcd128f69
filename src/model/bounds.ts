import { compareText } from '../lib/compare.ts'
import { defaultBound, splitList } from './partition.ts'

/** Whether no table can have partitions of both bounds at once, each as the server writes it. */
export function collide(a: string, b: string): boolean {
  if (a === defaultBound || b === defaultBound) return a === b
  const [hashA, hashB] = [hashOf(a), hashOf(b)]
  if (hashA !== null && hashB !== null) return collideByHash(hashA, hashB)
  const [rangeA, rangeB] = [rangeOf(a), rangeOf(b)]
  if (rangeA !== null && rangeB !== null)
    return compareEnds(rangeA.from, rangeB.to) < 0 && compareEnds(rangeB.from, rangeA.to) < 0
  const values = new Set(valuesIn(a))
  return valuesIn(b).some((value) => values.has(value))
}

interface Hash {
  readonly modulus: number
  readonly remainder: number
}

function hashOf(bound: string): Hash | null {
  const [, modulus, remainder] = /^FOR VALUES WITH \(modulus (\d+), remainder (\d+)\)$/i.exec(bound) ?? []
  return modulus === undefined ? null : { modulus: Number(modulus), remainder: Number(remainder) }
}

/** Each modulus has to be a factor of the next larger one. */
function collideByHash(a: Hash, b: Hash): boolean {
  const [small, large] = a.modulus < b.modulus ? [a, b] : [b, a]
  return large.modulus % small.modulus !== 0 || large.remainder % small.modulus === small.remainder
}

interface Range {
  readonly from: readonly string[]
  readonly to: readonly string[]
}

function rangeOf(bound: string): Range | null {
  const [, from, to] = /^FOR VALUES FROM \((.*)\) TO \((.*)\)$/s.exec(bound) ?? []
  return from === undefined || to === undefined ? null : { from: splitList(from), to: splitList(to) }
}

/** The first column in which two ends differ decides. */
function compareEnds(a: readonly string[], b: readonly string[]): number {
  for (const [at, one] of a.entries()) {
    const order = compareLiterals(one, b[at] ?? one)
    if (order !== 0) return order
  }
  return 0
}

/** Numbers by what they are; dates and times, as the server writes them, and everything else as text. */
function compareLiterals(a: string, b: string): number {
  const order = placeOf(a) - placeOf(b)
  if (order !== 0 || placeOf(a) !== 0) return order
  const [numberA, numberB] = [bare(a), bare(b)].map(Number)
  return Number.isNaN(numberA) || Number.isNaN(numberB) || numberA === undefined || numberB === undefined
    ? compareText(bare(a), bare(b))
    : numberA - numberB
}

function placeOf(literal: string): number {
  return literal === 'MINVALUE' ? -1 : literal === 'MAXVALUE' ? 1 : 0
}

function bare(literal: string): string {
  return literal.replace(/^'(.*)'$/s, '$1')
}

function valuesIn(bound: string): string[] {
  return splitList(bound.replace(/^FOR VALUES IN \((.*)\)$/s, '$1'))
}
