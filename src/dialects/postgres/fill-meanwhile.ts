import type { Change } from '../../model/change.ts'
import { mentions } from '../../model/mentions.ts'
import { changesOf } from '../../model/changes-of.ts'
import { tableOf } from '../../model/schema.ts'
import type { LowerContext } from '../dialect.ts'

/**
 * A backfill of columns that this plan adds is accompanied by a trigger, for the rows that old versions write meanwhile.
 * Generated columns have no value yet when it fires (3A), so a rule that reads one has to do without.
 */
export function fillMeanwhile(changes: readonly Change[], { actual }: LowerContext): Change[] {
  return changes.flatMap((change): Change[] => {
    if (change.kind !== 'run_backfill') return [change]
    const { table, set, where } = change.backfill
    const now = tableOf(actual, table)
    const text = [where, ...set.map(({ expression }) => expression)].join(' ')
    const added = changesOf(changes, table).flatMap((other) => (other.kind === 'add_column' ? [other.column] : []))
    const readsGenerated = [...(now?.columns ?? []), ...added].some(
      ({ generated, name }) => generated !== null && mentions(text, name),
    )
    if (now === undefined || readsGenerated || !set.every(({ column }) => added.some(({ name }) => name === column)))
      return [change]
    const { backfill } = change
    return [{ kind: 'start_filling', table, backfill }, change, { kind: 'stop_filling', table, backfill }]
  })
}
