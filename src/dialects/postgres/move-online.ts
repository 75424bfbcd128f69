import type { BroughtAlong, Change, ChangeOf } from '../../model/change.ts'
import { type ObjectName, sameName } from '../../model/name.ts'
import type { LowerContext } from '../dialect.ts'
import { whyNoMirror } from './why-no-mirror.ts'

/**
 * Hazards.md 3E: columns of a large table go to another one beside the application. Where no view can stand for one of the two
 * meanwhile, the direct way stays, and says why.
 */
export function moveOnline(changes: readonly Change[], context: LowerContext): Change[] {
  const lowered = new Map<Change, readonly Change[]>()
  for (const change of changes) {
    if (change.kind !== 'move_columns' || !(change.move.online ?? context.isLarge(change.table))) continue
    const notOnline = whyNoMirror(change.move, changes, context)
    if (notOnline !== null) {
      lowered.set(change, [{ ...change, notOnline }])
      continue
    }
    const brings = change.move.isSplit ? broughtTo(change.move.to, changes) : []
    for (const one of brings) lowered.set(one, [])
    lowered.set(change, inTurn(change, brings))
  }
  return changes.flatMap((change) => lowered.get(change) ?? [change])
}

/** What a new table gets besides its columns: it has another name by then. */
function broughtTo(table: ObjectName, changes: readonly Change[]): BroughtAlong {
  return changes.filter(
    (change): change is BroughtAlong[number] =>
      (change.kind === 'add_foreign_key' && sameName(change.table, table)) ||
      (change.kind === 'create_object' &&
        change.object.kind === 'grant' &&
        change.object.on?.kind === 'table' &&
        sameName(change.object.on.name, table)),
  )
}

function inTurn({ table, move }: ChangeOf<'move_columns'>, brings: BroughtAlong): Change[] {
  return [
    { kind: 'follow_move', table, move, brings },
    { kind: 'open_move', table, move },
    { kind: 'close_move', table, move },
  ]
}
