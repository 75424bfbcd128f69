import type { Hazard } from '../model/hazard.ts'
import { accessRemoved } from './access-removed.ts'
import { backfillFiresTriggers } from './backfill-fires-triggers.ts'
import { backfillOverwrites } from './backfill-overwrites.ts'
import { backfillWithoutKey } from './backfill-without-key.ts'
import { columnCount } from './column-count.ts'
import { columnOrderChanges } from './column-order-changes.ts'
import { columnsMovedLive } from './columns-moved-live.ts'
import { constantByUpdate } from './constant-by-update.ts'
import { defaultChangeCached } from './default-change-cached.ts'
import { dropColumnLive } from './drop-column-live.ts'
import { dropTableLive } from './drop-table-live.ts'
import { duplicateIndex } from './duplicate-index.ts'
import { enumLabelIrreversible } from './enum-label-irreversible.ts'
import { exclusionBuild } from './exclusion-build.ts'
import { foreignKeyTypeMismatch } from './foreign-key-type-mismatch.ts'
import { foreignKeyWithoutIndex } from './foreign-key-without-index.ts'
import { indexRebuildUnderLock } from './index-rebuild-under-lock.ts'
import { indexRowSize } from './index-row-size.ts'
import { intKeyExhaustion } from './int-key-exhaustion.ts'
import { intKeyNearlyExhausted } from './int-key-nearly-exhausted.ts'
import { integrityRemoved } from './integrity-removed.ts'
import { irreversible } from './irreversible.ts'
import { movedThroughView } from './moved-through-view.ts'
import { notEnforced } from './not-enforced.ts'
import { nullsAppear } from './nulls-appear.ts'
import { preparedForOldType } from './prepared-for-old-type.ts'
import { renameLive } from './rename-live.ts'
import { renameThroughView } from './rename-through-view.ts'
import { replicaIdentityChanges } from './replica-identity-changes.ts'
import { requiredOfOldWriters } from './required-of-old-writers.ts'
import { rollbackUnderLock } from './rollback-under-lock.ts'
import { rowSecurityWithoutPolicy } from './row-security-without-policy.ts'
import { rowsBeyondBound } from './rows-beyond-bound.ts'
import { rowsExposed } from './rows-exposed.ts'
import { rowsHidden } from './rows-hidden.ts'
import { rowsMovedUnderLock } from './rows-moved-under-lock.ts'
import { scanUnderLock } from './scan-under-lock.ts'
import { sqliteRebuild } from './sqlite-rebuild.ts'
import { tableRewrite } from './table-rewrite.ts'
import { timeZoneDependentChange } from './time-zone-dependent-change.ts'
import { typeWithPitfalls } from './type-with-pitfalls.ts'
import { unmodeledGoesAlong } from './unmodeled-goes-along.ts'
import { untrackedCode } from './untracked-code.ts'
import { unvalidatedLeftover } from './unvalidated-leftover.ts'
import { upsertTargetDropped } from './upsert-target-dropped.ts'
import { upsertTargetDroppedEarly } from './upsert-target-dropped-early.ts'
import { viewSelectStar } from './view-select-star.ts'
import { wideIndex } from './wide-index.ts'
import { writtenBySubscription } from './written-by-subscription.ts'
import type { Rule, RuleInput } from './rule.ts'

/** Every rule there is. The architecture test demands a test and a README line for each. */
export const rules: readonly Rule[] = [
  accessRemoved,
  backfillFiresTriggers,
  backfillOverwrites,
  backfillWithoutKey,
  columnCount,
  columnOrderChanges,
  columnsMovedLive,
  constantByUpdate,
  defaultChangeCached,
  dropColumnLive,
  dropTableLive,
  duplicateIndex,
  enumLabelIrreversible,
  exclusionBuild,
  foreignKeyTypeMismatch,
  foreignKeyWithoutIndex,
  indexRebuildUnderLock,
  indexRowSize,
  intKeyExhaustion,
  intKeyNearlyExhausted,
  integrityRemoved,
  irreversible,
  movedThroughView,
  notEnforced,
  nullsAppear,
  preparedForOldType,
  renameLive,
  renameThroughView,
  replicaIdentityChanges,
  requiredOfOldWriters,
  rollbackUnderLock,
  rowSecurityWithoutPolicy,
  rowsBeyondBound,
  rowsExposed,
  rowsHidden,
  rowsMovedUnderLock,
  scanUnderLock,
  sqliteRebuild,
  tableRewrite,
  timeZoneDependentChange,
  typeWithPitfalls,
  unmodeledGoesAlong,
  untrackedCode,
  unvalidatedLeftover,
  upsertTargetDropped,
  upsertTargetDroppedEarly,
  viewSelectStar,
  wideIndex,
  writtenBySubscription,
]

/** The dangers of one step. */
export function hazardsOf(input: RuleInput): Hazard[] {
  return rules.flatMap(({ id, severity, instead, check }) => {
    const message = check(input)
    return message === null ? [] : [{ id, severity, message, instead }]
  })
}

/** Ids of what is said once in a plan. */
export const saidOnce: ReadonlySet<string> = new Set(rules.filter(({ perTable }) => perTable).map(({ id }) => id))
