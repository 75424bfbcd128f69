import { sameValue } from '../lib/compare.ts'
import type { Backfill } from '../model/backfill.ts'
import type { Change } from '../model/change.ts'
import { sameName } from '../model/name.ts'
import type { Recorded } from '../model/recorded.ts'
import { type Schema, tableOf } from '../model/schema.ts'

/** Rules that have not run to their end with this definition; how fast they run is no part of it. */
export function diffBackfills(backfills: readonly Backfill[], recorded: Recorded | null, actual: Schema): Change[] {
  return backfills
    .filter((backfill) => tableOf(actual, backfill.table) !== undefined)
    .filter((backfill) => !(recorded?.backfills ?? []).some((done) => sameRule(done, backfill)))
    .map((backfill) => ({ kind: 'run_backfill', backfill }))
}

function sameRule(a: Backfill, b: Backfill): boolean {
  return a.name === b.name && sameName(a.table, b.table) && sameValue(a.set, b.set) && a.where === b.where
}
