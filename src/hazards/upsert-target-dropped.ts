import type { Change } from '../model/change.ts'
import { displayName } from '../model/name.ts'
import { isUniqueBy } from '../model/row-key.ts'
import { tableOf } from '../model/schema.ts'
import { indexedColumns, type TableIndex } from '../model/table-index.ts'
import { columnOf } from '../model/table.ts'
import { type Rule, type RuleInput, together } from './rule.ts'

/** hazards.md 7, rule 99, behind the gate. */
export const upsertTargetDropped: Rule = {
  id: 'upsert-target-dropped',
  severity: 'warn',
  why: 'INSERT … ON CONFLICT that names these columns fails with 42P10 from this moment on: no unique index is left to find. Until then rows that are alike by them are refused, to new versions as well.',
  instead: 'make sure that no running version upserts by these columns before continuing past the gate',

  check: (input) => (input.step.phase === 'contract' && !isBuild(input.step) ? lost(input) : null),
}

/** A new key is built beside the old one. */
function isBuild({ action }: RuleInput['step']): boolean {
  return action.kind === 'ddl' && action.probe?.kind === 'index_created'
}

/** What ON CONFLICT can no longer name once the change is complete. */
export function lost({
  change,
  step: { subject },
  after,
}: Pick<RuleInput, 'change' | 'step' | 'after'>): string | null {
  const rest = tableOf(after, subject)
  // Where the whole table goes, or a column, that is what there is to say.
  if (rest === undefined) return null
  return together(
    keysOf(change)
      .filter((key) => key.every((name) => columnOf(rest, name) !== undefined) && !isUniqueBy(rest, key, 'at_once'))
      .map((key) => `${displayName(subject)} can no longer be upserted by (${key.join(', ')})`),
  )
}

/** Columns of the keys that the change takes, or replaces. */
function keysOf(change: Change): readonly (readonly string[])[] {
  switch (change.kind) {
    case 'drop_unique':
    case 'drop_primary_key':
      return [change.definition.columns]
    case 'replace_unique':
    case 'replace_primary_key':
      return [change.before.columns]
    case 'drop_index':
      return columnsOf(change.index)
    case 'replace_index':
      return columnsOf(change.before)
    case 'rebuild_table':
      return change.changes.flatMap(keysOf)
    case 'recreate_objects':
      return change.around.flatMap(keysOf)
    default:
      return []
  }
}

/** Nobody has gone by one that was never finished. */
function columnsOf(index: TableIndex): readonly (readonly string[])[] {
  if (!index.unique || !index.valid) return []
  const columns = indexedColumns(index)
  return columns.length === index.keys.length ? [columns] : []
}
