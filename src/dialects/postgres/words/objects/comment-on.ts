import type { Lock, Statement } from '../../../../model/statement.ts'
import { literal } from '../quote.ts'
import { statement } from '../statement.ts'

/** COMMENT ON when it differs; none on both sides says nothing. */
export function commentOn(
  on: string,
  before: string | null,
  after: string | null,
  locks: readonly Lock[] = [],
): Statement[] {
  return before === after ? [] : [statement(`comment on ${on} is ${after === null ? 'null' : literal(after)}`, locks)]
}
