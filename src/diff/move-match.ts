import { stableJson } from '../lib/fingerprint.ts'
import type { ForeignKey } from '../model/constraint.ts'
import type { MoveHint } from '../model/desired.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { MatchedColumns } from '../model/move.ts'
import { displayName, type ObjectName, sameName } from '../model/name.ts'
import { isUniqueBy } from '../model/row-key.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import { columnOf, type Table } from '../model/table.ts'
import { moveError } from './move-error.ts'

type Match = readonly MatchedColumns[]

/** True for an answer that is no mistake of the specs. */
export function isMatch(answer: Match | Diagnostic): answer is Match {
  return !('id' in answer)
}

/**
 * Which rows of two tables belong together: what `match` says, or the one foreign key between them whose columns are a key
 * of their table. `from` is as it is, `to` as it is going to be.
 */
export function matchedColumns(
  group: readonly MoveHint[],
  from: Table,
  to: Table,
  actual: Schema,
  desired: Schema,
): Match | Diagnostic {
  const said = group.flatMap(({ match }) => (match === null ? [] : [match]))
  const [first] = group
  const [written, ...others] = distinct(said)
  if (others.length > 0) {
    const message = `columns of ${displayName(to.name)} that come from ${displayName(from.name)} say different things under match`
    return moveError('move-match', first, message, 'write match on one of them, or the same on all')
  }
  if (written !== undefined)
    return checked(written, group.find(({ match }) => match !== null) ?? first, from, to, actual)
  const keys = keysBetween(from, to, actual, desired)
  const found = distinct(keys.filter((one) => whyNot(one, from, to, actual) === null).map(({ match }) => match))
  const [only, ...more] = found
  if (only !== undefined && more.length === 0) return only
  const tables = `rows of ${displayName(from.name)} and ${displayName(to.name)}`
  const write = (text: string): string =>
    `\`moved_from: { column: ${displayName(from.name)}.${first?.from.column ?? ''}, match: ${text} }\``
  if (only !== undefined) {
    const message = `more than one foreign key could say which ${tables} belong together`
    return moveError('move-match', first, message, `write it: ${write(textOf(only))}`)
  }
  const message = `no foreign key whose columns are a key says which ${tables} belong together, one to one`
  const [near] = keys
  if (near === undefined) {
    const help = `declare one, or write which columns are equal in rows that belong together: ${write(`{ <of ${displayName(to.name)}>: <of ${displayName(from.name)}> }`)}`
    return moveError('move-match', first, message, help)
  }
  const reason = `${near.key.name} does not, since ${whyNot(near, from, to, actual) ?? ''}`
  const mayBeSaid =
    missing(near.match, from, to, actual) === null && isKeyOf(tableOf(actual, to.name) ?? to, namesOf(near.match, 'to'))
  const help = mayBeSaid
    ? `write it, if it is so: ${write(textOf(near.match))}`
    : `make ${near.key.columns.join(', ')} of ${displayName(near.table.name)} required, and its primary key or unique`
  return moveError('move-match', first, `${message}; ${reason}`, help)
}

function textOf(match: Match): string {
  return `{ ${match.map((pair) => `${pair.to}: ${pair.from}`).join(', ')} }`
}

/** Why a foreign key does not say it, one row to one. */
function whyNot({ key, table, match }: Between, from: Table, to: Table, actual: Schema): string | null {
  const free = key.columns.filter((name) => columnOf(table, name)?.nullable ?? true)
  if (free.length > 0) return `${free.join(', ')} can be null`
  if (!isKeyOf(table, key.columns)) return `several rows can have the same ${key.columns.join(', ')}`
  const absent = missing(match, from, to, actual)
  if (absent !== null) return `the database does not have ${absent}`
  const there = namesOf(match, 'to')
  return isKeyOf(tableOf(actual, to.name) ?? to, there)
    ? null
    : `${there.join(', ')} does not tell the rows of ${displayName(to.name)} apart`
}

function checked(match: Match, hint: MoveHint | undefined, from: Table, to: Table, actual: Schema): Match | Diagnostic {
  const nothing = missing(match, from, to, actual)
  if (nothing !== null)
    return moveError(
      'move-match',
      hint,
      `match names ${nothing}, which the database does not have`,
      `write columns that are there: { <of ${displayName(to.name)}>: <of ${displayName(from.name)}> }`,
    )
  if (isKeyOf(tableOf(actual, to.name) ?? to, namesOf(match, 'to'))) return match
  return moveError(
    'move-match',
    hint,
    `match: ${namesOf(match, 'to').join(', ')} does not tell the rows of ${displayName(to.name)} apart`,
    'name the columns of its primary key, or of a unique constraint whose columns are required',
  )
}

/** What of the columns is not there while the values go over. */
function missing(match: Match, from: Table, to: Table, actual: Schema): string | null {
  const now = tableOf(actual, to.name) ?? to
  for (const pair of match) {
    if (columnOf(from, pair.from) === undefined) return `${displayName(from.name)}.${pair.from}`
    if (columnOf(now, pair.to) === undefined) return `${displayName(to.name)}.${pair.to}`
  }
  return null
}

interface Between {
  readonly key: ForeignKey
  /** The one that points. */
  readonly table: Table
  readonly match: Match
}

/** Foreign keys in either direction, as they are and as they are going to be. */
function keysBetween(from: Table, to: Table, actual: Schema, desired: Schema): Between[] {
  return [actual, desired].flatMap((schema) => {
    const pointing = (
      name: ObjectName,
      at: ObjectName,
      pair: (own: string, other: string) => MatchedColumns,
    ): Between[] => {
      const table = tableOf(schema, name)
      return table === undefined
        ? []
        : table.foreignKeys
            .filter(({ references }) => sameName(references.table, at))
            .map((key) => ({ key, table, match: pairs(key, pair) }))
    }
    return [
      ...pointing(to.name, from.name, (own, other) => ({ from: other, to: own })),
      ...pointing(from.name, to.name, (own, other) => ({ from: own, to: other })),
    ]
  })
}

function pairs({ columns, references }: ForeignKey, pair: (own: string, other: string) => MatchedColumns): Match {
  return columns.map((column, at) => pair(column, references.columns[at] ?? column))
}

function distinct(matches: readonly Match[]): Match[] {
  const byText = new Map(matches.map((match) => [stableJson([...match].sort(byTarget)), match]))
  return [...byText.values()]
}

function byTarget(a: MatchedColumns, b: MatchedColumns): number {
  return a.to < b.to ? -1 : 1
}

function namesOf(match: Match, side: keyof MatchedColumns): string[] {
  return match.map((pair) => pair[side])
}

/** What rows are told apart by, for good: columns that are unique together and never NULL. */
function isKeyOf(table: Table, names: readonly string[]): boolean {
  return names.every((name) => columnOf(table, name)?.nullable === false) && isUniqueBy(table, names, 'at_last')
}
