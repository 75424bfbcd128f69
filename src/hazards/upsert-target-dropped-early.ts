import type { Rule } from './rule.ts'
import { lost } from './upsert-target-dropped.ts'

/** hazards.md 7, rule 99. A key goes before the gate only where a backfill writes what it forbids. */
export const upsertTargetDroppedEarly: Rule = {
  id: 'upsert-target-dropped-early',
  severity: 'block',
  why: 'Old versions run on, and their INSERT … ON CONFLICT that names these columns fails with 42P10 from this moment on. The key cannot wait for the gate: a backfill of this plan sets its columns.',
  instead:
    'drop the key in a plan of its own, and declare the backfill in the next; or allow this, if no version upserts by these columns',

  check: (input) => (input.step.phase !== 'contract' && goesAtOnce.has(input.change.kind) ? lost(input) : null),
}

/** Others keep the old key until they are complete, whatever they build before. */
const goesAtOnce: ReadonlySet<string> = new Set(['drop_unique', 'drop_index', 'rebuild_table'])
