import type { Change, ChangeOf } from '../../model/change.ts'
import { nameKey, type ObjectName } from '../../model/name.ts'
import type { LowerContext } from '../dialect.ts'
import { whyNoView } from './why-no-view.ts'

type Rename = ChangeOf<'rename_table' | 'rename_column'>

/**
 * R15 and R16: all renames of one table are made behind a view with the old names, where the specs ask for it, or leave it
 * open while there is a gate and the table is large. Where no view can stand for the table, the direct way stays, and says
 * why.
 */
export function renameOnline(changes: readonly Change[], context: LowerContext): Change[] {
  const groups = [...Map.groupBy(changes.filter(isRename), (change) => nameKey(tableOf(change))).values()]
  const lowered = new Map(
    groups.filter((group) => isWanted(group, context)).flatMap((group) => [...online(group, changes, context)]),
  )
  return changes.flatMap((change) => lowered.get(change) ?? [change])
}

function isRename(change: Change): change is Rename {
  return change.kind === 'rename_table' || change.kind === 'rename_column'
}

function tableOf(change: Rename): ObjectName {
  return change.kind === 'rename_table' ? change.to : change.table
}

/** What is said of one of them holds for the table, and on every target, so that one plan rehearses the other. */
function isWanted(group: readonly Rename[], { gate, isLarge }: LowerContext): boolean {
  const said = group.map(({ online }) => online)
  if (said.includes(true)) return true
  return gate !== 'none' && !said.includes(false) && group.some((change) => isLarge(tableOf(change)))
}

/** Each by what takes its place. */
function online(
  group: readonly Rename[],
  changes: readonly Change[],
  context: LowerContext,
): ReadonlyMap<Change, readonly Change[]> {
  const [first] = group
  if (first === undefined) return new Map()
  const table = tableOf(first)
  const from = group.find((change) => change.kind === 'rename_table')?.from ?? table
  const columns = group.flatMap((change) =>
    change.kind === 'rename_column' ? [{ from: change.from, to: change.to }] : [],
  )
  const shim = { table, from, columns }
  const notOnline = whyNoView(shim, changes, context)
  if (notOnline !== null) return new Map(group.map((change) => [change, [{ ...change, notOnline }]]))
  const both: readonly Change[] = [
    { kind: 'open_shim', ...shim },
    { kind: 'close_shim', ...shim },
  ]
  return new Map(group.map((change) => [change, change === first ? both : []]))
}
