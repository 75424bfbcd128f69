import type { Backfill } from '../model/backfill.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import { keyOf } from './batch-key.ts'
import { type StepContext, type StepDraft, undoNothing } from './operation.ts'
import { requireTable } from './schema-edit.ts'

/** Batches that give every row without a value the default it would have had: a volatile one differs from row to row. */
export function fillNulls(table: ObjectName, column: string, expression: string, context: StepContext): StepDraft {
  const backfill: Backfill = {
    name: `${column}_default`,
    table,
    set: [{ column, expression }],
    where: `${context.words.quote(column)} is null`,
    batch: { rows: 1000, targetMs: 200 },
  }
  return {
    phase: 'backfill',
    title: `fill ${displayName(table)}.${column} with its default`,
    action: { kind: 'backfill', backfill, key: keyOf(requireTable(context.state, table)), archive: null },
    prechecks: [],
    verify: [context.words.questions.unfilled(backfill)],
    inverse: undoNothing('the column goes away with its values'),
    quarantines: [],
    noticed: false,
    reason: 'R2: old rows in batches, each in a transaction of its own',
  }
}
