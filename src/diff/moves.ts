import { compareText } from '../lib/compare.ts'
import type { Change, ChangeOf } from '../model/change.ts'
import type { Desired, MoveHint } from '../model/desired.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Move } from '../model/move.ts'
import { displayName, nameKey, type ObjectName, sameName } from '../model/name.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import { columnOf } from '../model/table.ts'
import { moveError } from './move-error.ts'
import { isMatch, matchedColumns } from './move-match.ts'
import { whyNotMoved } from './why-not-moved.ts'

export interface Moves {
  readonly moves: readonly ChangeOf<'move_columns'>[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Which `moved_from` hints have work to do, as they do for `renamed_from`: one whose column is there already is history, one
 * that matches nothing, or both, is an error. Renames have been carried out on `actual`; `desired` is in canonical spelling.
 */
export function matchMoves({ moves: hints, renames }: Desired, actual: Schema, desired: Schema): Moves {
  const diagnostics: Diagnostic[] = []
  const firstTime = !desired.tables.some(({ name }) => tableOf(actual, name) !== undefined)
  const due = hints
    .map((hint) => ({ ...hint, from: { ...hint.from, table: nowCalled(hint.from.table, actual, renames) } }))
    .filter((hint) => {
      const found = verdict(hint, actual, firstTime)
      if (found !== 'move' && found !== 'done') diagnostics.push(found)
      return found === 'move'
    })
  const pairs = Map.groupBy(due, ({ table, from }) => `${nameKey(from.table)}\u0000${nameKey(table)}`)
  const moves = [...pairs]
    .toSorted(([a], [b]) => compareText(a, b))
    .flatMap(([, group]) => {
      const move = moveOf(group, actual, desired)
      const wrong = 'id' in move ? move : whyNotMoved(move, group, actual, desired)
      if (wrong !== null) diagnostics.push(wrong)
      return 'id' in move || wrong !== null ? [] : [move]
    })
  const refuse = ({ to }: Move, message: string, help: string): number =>
    diagnostics.push(
      moveError(
        'move-impossible',
        due.find(({ table }) => sameName(table, to)),
        message,
        help,
      ),
    )
  const twice = moves.find((move) => move.isSplit && moves.some((one) => one !== move && sameName(one.to, move.to)))
  if (twice !== undefined)
    refuse(
      twice,
      `the new table ${displayName(twice.to)} takes columns from more than one table`,
      'take them from one table first, and from the others in a later plan, when the table is there',
    )
  const torn = moves.find((move) =>
    moves.some((one) => one !== move && sameName(one.from, move.from) && tableOf(desired, one.from) === undefined),
  )
  if (torn !== undefined)
    refuse(
      torn,
      `${displayName(torn.from)} goes, and its columns go to more than one table`,
      `keep ${displayName(torn.from)} in the specs with the columns that go to all but one of them, and take those in a later plan`,
    )
  return {
    moves: moves.map((move) => ({ kind: 'move_columns', table: move.isSplit ? move.from : move.to, move })),
    diagnostics,
  }
}

/** The same changes, with the values going along. */
export function withMoves(changes: readonly Change[], { moves }: Moves): readonly Change[] {
  return moves.length === 0 ? changes : [...changes, ...moves]
}

/** The one that a spec names may be getting another name in the same plan. */
function nowCalled(name: ObjectName, actual: Schema, renames: Desired['renames']): ObjectName {
  if (tableOf(actual, name) !== undefined) return name
  const hint = renames.find(
    (one) => one.column === null && one.from === name.name && (one.fromSchema ?? one.table.schema) === name.schema,
  )
  return hint?.table ?? name
}

function verdict(hint: MoveHint, actual: Schema, firstTime: boolean): 'move' | 'done' | Diagnostic {
  const there = (name: ObjectName, column: string): boolean => {
    const table = tableOf(actual, name)
    return table !== undefined && columnOf(table, column) !== undefined
  }
  const old = there(hint.from.table, hint.from.column)
  const now = there(hint.table, hint.column)
  if (old && !now) return 'move'
  if (!old && (now || firstTime)) return 'done'
  const said = `column ${displayName(hint.table)}.${hint.column} says moved_from: ${displayName(hint.from.table)}.${hint.from.column}`
  return old
    ? moveError(
        'move-both-exist',
        hint,
        `${said}, but the database has both`,
        'decide which one holds the data: remove moved_from and declare both, or drop one of them',
      )
    : moveError(
        'move-unmatched',
        hint,
        `${said}, but the database has neither`,
        'correct the old name, or remove moved_from if this is new',
      )
}

function moveOf(group: readonly MoveHint[], actual: Schema, desired: Schema): Move | Diagnostic {
  const [first] = group
  const from = first === undefined ? undefined : tableOf(actual, first.from.table)
  const to = first === undefined ? undefined : tableOf(desired, first.table)
  if (first === undefined || from === undefined || to === undefined)
    return moveError('move-unmatched', first, 'there is nothing to move', null)
  const match = matchedColumns(group, from, to, actual, desired)
  if (!isMatch(match)) return match
  const [said, ...others] = new Set(group.flatMap(({ online }) => online ?? []))
  if (others.length > 0) {
    const message = `columns of ${displayName(to.name)} that come from ${displayName(from.name)} say both online: true and online: false`
    return moveError('move-online', first, message, 'say it once: it holds for all of them')
  }
  return {
    from: from.name,
    to: to.name,
    columns: group.flatMap((hint) => {
      const before = columnOf(from, hint.from.column)
      const after = columnOf(to, hint.column)
      return before === undefined || after === undefined ? [] : [{ before, after }]
    }),
    match,
    isSplit: tableOf(actual, to.name) === undefined,
    ...(said === undefined ? {} : { online: said }),
  }
}
