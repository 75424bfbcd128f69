import type { MoveHint } from '../model/desired.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Move } from '../model/move.ts'
import { displayName } from '../model/name.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import { moveError } from './move-error.ts'

/** Why values cannot go over as they are, with what to do instead; null when they can. */
export function whyNotMoved(
  move: Move,
  group: readonly MoveHint[],
  actual: Schema,
  desired: Schema,
): Diagnostic | null {
  const from = tableOf(actual, move.from)
  const stays = tableOf(desired, move.from) !== undefined
  for (const { before, after } of move.columns) {
    const hint = group.find(({ column }) => column === after.name)
    const was = `${displayName(move.from)}.${before.name}`
    const refuse = (message: string, help: string): Diagnostic =>
      moveError(
        'move-impossible',
        hint,
        `${displayName(move.to)}.${after.name} cannot come from ${was}: ${message}`,
        help,
      )
    if (before.type !== after.type)
      return refuse(
        `it is ${before.type} there and ${after.type} here`,
        'move it as it is, and change its type in a plan before or after',
      )
    if (before.generated !== null || before.identity !== null || before.sequence !== null)
      return refuse('its values are computed or counted there', 'leave moved_from out, and give it a rule of its own')
    if (!move.isSplit && after.default !== null && !isConstant(after.default))
      return refuse(
        `its default ${after.default} is another value each time, so nothing says which rows have been written since`,
        'leave the default out here, and declare it in a later plan',
      )
    if (stays && (from?.primaryKey?.columns.includes(before.name) ?? false))
      return refuse(`it is part of the primary key of ${displayName(move.from)}`, 'declare another primary key first')
    if (move.match.some((pair) => pair.from === before.name))
      return refuse('it tells which rows belong together', 'declare it as a new column without moved_from')
  }
  const part = [move.from, move.to].find((name) => {
    const table = tableOf(actual, name) ?? tableOf(desired, name)
    return table !== undefined && (table.partitionOf !== null || table.inherits.length > 0)
  })
  if (part === undefined) return null
  const message = `${displayName(part)} has columns from another table, or is part of one`
  return moveError(
    'move-impossible',
    group[0],
    message,
    'move the values by a backfill, and the columns in a later plan',
  )
}

/** No call, but for the length in a cast, and no clock. */
function isConstant(expression: string): boolean {
  const bare = expression.replaceAll(/'(?:[^']|'')*'/g, "''").replaceAll(/::[\w". ]+\(\d+(?:,\s*\d+)?\)/g, '')
  return !/[\w"]\s*\(|\b(?:current|local)_?(?:date|time|timestamp|user|role|schema)\b|\bsession_user\b/i.test(bare)
}
