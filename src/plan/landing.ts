import { compareText } from '../lib/compare.ts'
import type { Change } from '../model/change.ts'
import { nameKey, sameName } from '../model/name.ts'
import { type Phase, phases } from '../model/step.ts'
import type { PlanContext } from '../operations/operation.ts'
import { operationFor } from '../operations/registry.ts'
import { rankOf } from './rank.ts'
import { memberOf, subjectOf } from './subject.ts'
import { foreignKeyOf, usesOf } from './uses.ts'

/** A change with the phase in which it is complete. */
export interface Landing {
  readonly change: Change
  readonly phase: Phase
  /** True when it has to wait for a change of a later phase than its own: all its steps move there. */
  readonly held: boolean
}

/**
 * When each change lands: in its operation's own phase, or in the phase of what it depends on when that is later.
 * Sorted into order of execution.
 */
export function landings(changes: readonly Change[], context: PlanContext): Landing[] {
  const ranked = [...changes].sort(
    (a, b) =>
      rankOf[a.kind] - rankOf[b.kind] ||
      compareText(nameKey(subjectOf(a)), nameKey(subjectOf(b))) ||
      compareText(memberOf(a).name, memberOf(b).name),
  )
  const landed: Landing[] = []
  const byTable = new Map<string, Landing[]>()
  for (const change of ranked) {
    const own = operationFor(change).phase(change, context)
    const related = relatedTables(change).flatMap((table) => byTable.get(table) ?? [])
    let phase = own
    for (const earlier of related) {
      if (dependsOn(change, earlier.change)) phase = later(phase, settled(earlier.phase))
    }
    const landing = { change, phase, held: phase !== own }
    landed.push(landing)
    const key = nameKey(subjectOf(change))
    byTable.set(key, [...(byTable.get(key) ?? []), landing])
  }
  return landed
    .map((landing, position) => ({ landing, position }))
    .sort((a, b) => phases.indexOf(a.landing.phase) - phases.indexOf(b.landing.phase) || a.position - b.position)
    .map(({ landing }) => landing)
}

/** What follows a backfill belongs to validate: nothing but batches runs in the backfill phase. */
function settled(phase: Phase): Phase {
  return phase === 'backfill' ? 'validate' : phase
}

function later(a: Phase, b: Phase): Phase {
  return phases.indexOf(a) >= phases.indexOf(b) ? a : b
}

function relatedTables(change: Change): string[] {
  const key = foreignKeyOf(change)
  return [nameKey(subjectOf(change)), ...(key === null ? [] : [nameKey(key.references.table)])]
}

/** Both orders of a pair are asked at most once, the one that ranks later depending on the earlier. */
function dependsOn(change: Change, earlier: Change): boolean {
  if (earlier.kind === 'rename_table' || earlier.kind === 'rename_column') return change.kind !== earlier.kind
  const uses = usesOf(change)
  const reads = (column: string): boolean =>
    uses.columns.includes(column) || uses.expressions.some((expression) => expression.includes(column))
  const key = foreignKeyOf(change)
  switch (earlier.kind) {
    case 'add_column':
      return change.kind !== 'run_backfill' && reads(earlier.column.name)
    case 'change_type':
    case 'change_collation':
    case 'change_generated':
      return reads(earlier.after.name) || (key?.references.columns.includes(earlier.after.name) ?? false)
    case 'run_backfill':
      return earlier.backfill.set.some(({ column }) => reads(column))
    case 'set_not_null':
      return change.kind === 'add_primary_key' || change.kind === 'replace_primary_key' ? reads(earlier.after.name) : false
    case 'rebuild_table':
      return sameName(subjectOf(change), earlier.before.name)
    case 'add_primary_key':
    case 'add_unique':
      return key !== null && sameColumns(key.references.columns, earlier.definition.columns)
    case 'replace_primary_key':
    case 'replace_unique':
      return key !== null && sameColumns(key.references.columns, earlier.after.columns)
    case 'create_index':
      return key !== null && earlier.index.unique
    default:
      return false
  }
}

function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((column) => b.includes(column))
}
