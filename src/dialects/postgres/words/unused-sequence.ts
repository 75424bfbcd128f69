import type { ObjectName } from '../../../model/name.ts'
import type { Statement } from '../../../model/statement.ts'
import { literal, qualify } from './quote.ts'
import { lock, statement } from './statement.ts'

interface Bounds {
  readonly start: string
  readonly min: string
  readonly max: string
}

/**
 * A sequence that nobody has asked stands at its start, and goes to the new one along with its bounds: ALTER SEQUENCE leaves it
 * where it is, and refuses bounds that it is not within.
 */
export function startMoved(
  name: ObjectName,
  before: Bounds,
  after: Bounds,
): { readonly first: Statement[]; readonly last: Statement[] } {
  if (!moves(before, after)) return { first: [], last: [] }
  const sequence = qualify(name)
  const set = statement(
    `select setval(${literal(sequence)}::regclass, ${after.start}, false) from ${sequence} where not is_called and last_value = ${before.start}`,
    lock('row_exclusive', name),
  )
  return isWithin(after.start, before) ? { first: [set], last: [] } : { first: [], last: [set] }
}

/** SQL for a number that the new bounds do not allow, which is not about to move. */
export function outOfBounds(name: ObjectName, before: Bounds, after: Bounds): string {
  const stays =
    moves(before, after) && isWithin(after.start, before) ? ` and (is_called or last_value <> ${before.start})` : ''
  return `select last_value from ${qualify(name)} where last_value not between ${after.min} and ${after.max}${stays}`
}

function moves(before: Bounds, after: Bounds): boolean {
  return before.start !== after.start && (before.min !== after.min || before.max !== after.max)
}

function isWithin(value: string, { min, max }: Bounds): boolean {
  return BigInt(min) <= BigInt(value) && BigInt(value) <= BigInt(max)
}
