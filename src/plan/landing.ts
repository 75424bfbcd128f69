import { compareText } from '../lib/compare.ts'
import type { Change } from '../model/change.ts'
import { innerChanges } from '../model/changes-of.ts'
import { ancestorsOf } from '../model/family.ts'
import { nameKey, type ObjectName, sameName } from '../model/name.ts'
import { type Phase, phases } from '../model/step.ts'
import { tableOf } from '../model/schema.ts'
import { parentsOf } from '../model/table.ts'
import { indexedColumns } from '../model/table-index.ts'
import type { PlanContext } from '../operations/operation.ts'
import { operationFor } from '../operations/registry.ts'
import { placeTaken } from '../operations/place-taken.ts'
import { afterMoves, comesBeforeBackfills, readsWhereMoved } from './after-moves.ts'
import { goesBeforeRebuild, handOver, waitsForParent } from './hand-over.ts'
import { parentsFirst } from './parents-first.ts'
import { inNameOrder } from './name-order.ts'
import { inObjectOrder } from './object-order.ts'
import {
  rankBeforeBackfills,
  rankOf,
  rankOfColumnsLeft,
  rankOfForeignKeys,
  rankOfMoved,
  rankOfPartitioned,
  rankOfRebuild,
} from './rank.ts'
import { afterPartitioning, foreignKeyIn, isPartitioning, partitioned, partitionsBy } from './partitioning-order.ts'
import { waitsForRename } from './renamed.ts'
import { memberOf, subjectOf } from './subject.ts'
import { foreignKeyOf, readsColumn, type Uses, usesOf } from './uses.ts'
import { heldObjects, sameColumns, waitsForKey } from './waits-for-key.ts'

/** A change with the phase in which it is complete. */
export interface Landing {
  readonly change: Change
  readonly phase: Phase
  /** Phase of the latest change it depends on: none of its steps may come earlier. */
  readonly floor: Phase
}

/**
 * When each change lands: in its operation's own phase, or in the phase of what it depends on when that is later.
 * Sorted into order of execution.
 */
export function landings(changes: readonly Change[], context: PlanContext): Landing[] {
  const isHeld = waitsForParent(changes)
  const followsPartitioning = afterPartitioning(changes)
  const moved = afterMoves(changes, context.actual)
  const inline = context.facts.foreignKeysInline
  const waiting = changes.filter((change) => inline && waitsForKey(change, context.actual))
  const held = heldObjects(changes, waiting)
  const late = heldObjects(
    changes,
    changes.filter((change) => inline && moved.has(change)),
  )
  const rankAmongRebuilds = (change: Change): number => {
    if (!inline) return rankOf(change)
    if (goesBeforeRebuild(change, changes)) return rankOfRebuild
    if (held.has(change) || late.has(change)) return Math.max(rankOf(change), rankOfForeignKeys)
    return waiting.includes(change) ? rankOfForeignKeys : rankOf(change)
  }
  const rankIn = (change: Change): number => {
    if (followsPartitioning(change)) return Math.max(rankOf(change), rankOfPartitioned)
    if (isHeld(change)) return rankOfColumnsLeft
    const rank =
      moved.has(change) && comesBeforeBackfills(change, changes) ? rankBeforeBackfills : rankAmongRebuilds(change)
    return moved.has(change) || late.has(change) ? rankOfMoved(rank) : rank
  }
  const ranks = new Map(changes.map((change) => [change, rankIn(change)]))
  const rank = (change: Change): number => ranks.get(change) ?? 0
  const ranked = [...changes].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      compareText(nameKey(subjectOf(a)), nameKey(subjectOf(b))) ||
      // Columns come in the order of their table.
      (a.kind === 'add_column' ? 0 : compareText(memberOf(a).name, memberOf(b).name)),
  )
  const { ordered, after } = inObjectOrder(
    inNameOrder([...Map.groupBy(ranked, rank).values()].flatMap(parentsFirst)),
    context,
  )
  const phaseOf = new Map<Change, Phase>()
  const landed: Landing[] = []
  const byTable = new Map<string, Landing[]>()
  const freed = new Map<string, Phase>()
  for (const change of ordered) {
    const waits = waitsForRename(change, changes, context.actual) || readsWhereMoved(change, changes)
    let floor: Phase = waits ? 'contract' : 'expand'
    const uses = usesOf(change)
    for (const earlier of relatedTables(change, context).flatMap((table) => byTable.get(table) ?? [])) {
      if (dependsOn(change, uses, earlier.change)) floor = laterPhase(floor, settled(earlier.phase))
    }
    for (const earlier of after(change)) floor = laterPhase(floor, settled(phaseOf.get(earlier) ?? 'expand'))
    const { frees, takes } = handOver(change)
    // What takes the place of a key is built before that goes, by another name.
    for (const name of placeTaken(change, context) === undefined ? takes : [])
      floor = laterPhase(floor, freed.get(name) ?? 'expand')
    const landing = { change, phase: laterPhase(operationFor(change).phase(change, context), floor), floor }
    landed.push(landing)
    phaseOf.set(change, landing.phase)
    // Several may hold on to one key: it is free when the last of them has let go.
    for (const name of frees) freed.set(name, laterPhase(landing.phase, freed.get(name) ?? 'expand'))
    for (const key of shapedTables(change)) {
      const others = byTable.get(key)
      if (others === undefined) byTable.set(key, [landing])
      else others.push(landing)
    }
  }
  return besidePartitioning(landed)
    .map((landing, position) => ({ landing, position }))
    .sort((a, b) => phases.indexOf(a.landing.phase) - phases.indexOf(b.landing.phase) || a.position - b.position)
    .map(({ landing }) => landing)
}

/** What follows a backfill belongs to validate: nothing but batches runs in the backfill phase. */
function settled(phase: Phase): Phase {
  return phase === 'backfill' ? 'validate' : phase
}

/** The later of two phases. */
export function laterPhase(a: Phase, b: Phase): Phase {
  return phases.indexOf(a) >= phases.indexOf(b) ? a : b
}

/** The table that it changes; columns of several are exchanged at once. */
function shapedTables(change: Change): ReadonlySet<string> {
  const swapped = innerChanges(change).flatMap((one) => (one.kind === 'swap_columns' ? one.swaps : []))
  return new Set(
    [subjectOf(change), ...leftBy(change), ...partitionsBy(change), ...swapped.map(({ table }) => table)].map(nameKey),
  )
}

/** The table that it is no longer a part of. */
function leftBy(change: Change): ObjectName[] {
  if (change.kind === 'stop_inheriting') return [change.parent]
  return change.kind === 'detach_partition' ? [change.from.table] : []
}

function relatedTables(change: Change, { actual }: PlanContext): string[] {
  const key = change.kind === 'validate_constraint' ? foreignKeyIn(change.constraint) : foreignKeyOf(change)
  const keys = change.kind === 'create_table' ? change.table.foreignKeys : key === null ? [] : [key]
  const parents =
    change.kind === 'create_table' ? parentsOf(change.table) : change.kind === 'inherit' ? [change.parent] : []
  const subject = subjectOf(change)
  const others = [...partitioned(change), ...parents, ...keys.map(({ references }) => references.table)]
  const table = tableOf(actual, subject)
  // What it has by itself may read the columns that it has from others.
  const ancestors = table === undefined ? [] : ancestorsOf(actual, table)
  return [...new Set([...[subject, ...others].map(nameKey), ...ancestors])]
}

/** Until the exchange no other rows can be written: what guards it comes right before it. */
function besidePartitioning(landed: readonly Landing[]): readonly Landing[] {
  return landed.map((landing): Landing => {
    const { change } = landing
    if (change.kind !== 'guard_partition') return landing
    const exchange = landed.find((other) =>
      innerChanges(other.change).some((one) => one.kind === 'partition_table' && sameName(one.table, change.table)),
    )
    return exchange === undefined ? landing : { change, phase: exchange.phase, floor: exchange.phase }
  })
}

/** Both orders of a pair are asked at most once, the one that ranks later depending on the earlier. */
function dependsOn(change: Change, uses: Uses, earlier: Change): boolean {
  const readsIt = (column: string): boolean => readsColumn(uses, column)
  const key = foreignKeyOf(change)
  if (innerChanges(change).some(isPartitioning)) return true
  if (change.kind === 'change_marks' && bringsIndex.includes(earlier.kind)) return true
  switch (earlier.kind) {
    case 'change_logging':
      return key !== null
    case 'move_columns':
    case 'follow_move':
      return (
        sameName(earlier.move.to, subjectOf(change)) && earlier.move.columns.some(({ after }) => readsIt(after.name))
      )
    case 'add_column':
      return readsIt(earlier.column.name)
    case 'change_type':
    case 'change_collation':
    case 'change_generated':
      return readsIt(earlier.after.name) || (key?.references.columns.includes(earlier.after.name) ?? false)
    case 'swap_columns':
      // A backfill of one of the columns gives rows of the old type what the new one has as well.
      if (change.kind === 'run_backfill') return false
      return (
        change.kind === 'guard_swap' ||
        earlier.swaps.some(({ table, pairs }) =>
          pairs.some(
            ({ after }) =>
              (sameName(subjectOf(change), table) && (readsIt(after.name) || loosens(change, after.name))) ||
              (key?.references.columns.includes(after.name) ?? false),
          ),
        )
      )
    case 'run_backfill':
      return earlier.backfill.set.some(({ column }) => readsIt(column))
    case 'set_not_null':
      return keyOrIdentity.includes(change.kind) && readsIt(earlier.after.name)
    case 'partition_table':
      return true
    case 'create_table':
      // It may itself have to wait, for a type that changes.
      return true
    case 'recreate_objects':
      return earlier.around.some((inner) => dependsOn(change, uses, inner))
    case 'rebuild_table':
      return change.kind === 'create_table' || sameName(subjectOf(change), earlier.before.name)
    case 'stop_inheriting':
    case 'detach_partition':
      // What it has from the parent is its own only afterwards, and what the parent gets or loses before is its own as well.
      return [earlier.table, ...leftBy(earlier)].some((name) => sameName(name, subjectOf(change)))
    case 'drop_unique':
      // Written is what it forbids.
      return filledBy(change).some((column) => earlier.definition.columns.includes(column))
    case 'drop_index':
      return earlier.index.unique && filledBy(change).some((column) => indexedColumns(earlier.index).includes(column))
    case 'drop_primary_key':
      return change.kind === 'drop_not_null' && earlier.definition.columns.includes(change.before.name)
    case 'change_identity':
      return change.kind === 'drop_not_null' && earlier.after.name === change.before.name
    case 'add_primary_key':
    case 'add_unique':
      return key !== null && sameColumns(key.references.columns, earlier.definition.columns)
    case 'replace_primary_key':
      if (change.kind === 'drop_not_null') return earlier.before.columns.includes(change.before.name)
      return key !== null && sameColumns(key.references.columns, earlier.after.columns)
    case 'replace_unique':
      return key !== null && sameColumns(key.references.columns, earlier.after.columns)
    case 'create_index':
      return (key !== null || change.kind === 'create_table') && earlier.index.unique
    default:
      return false
  }
}

function filledBy(change: Change): readonly string[] {
  return change.kind === 'run_backfill' || change.kind === 'start_filling'
    ? change.backfill.set.map(({ column }) => column)
    : []
}

/** The old column has to be as the new one is made. */
function loosens(change: Change, column: string): boolean {
  return (change.kind === 'drop_not_null' || change.kind === 'change_not_null') && change.after.name === column
}

/** What needs its columns to be NOT NULL beforehand. */
const keyOrIdentity: readonly Change['kind'][] = ['add_primary_key', 'replace_primary_key', 'change_identity']

/** What a mark on an index may have to wait for: the index, its name, and that its columns are NOT NULL. */
const bringsIndex: readonly Change['kind'][] = [
  'create_index',
  'replace_index',
  'rename_index',
  'rename_constraint',
  'add_exclusion',
  'replace_exclusion',
  'add_unique',
  'replace_unique',
  'add_primary_key',
  'replace_primary_key',
  'set_not_null',
]
