import type { Change } from '../../model/change.ts'
import { mentions } from '../../model/mentions.ts'
import { changesOf } from '../../model/changes-of.ts'
import { tableOf } from '../../model/schema.ts'
import type { LowerContext } from '../dialect.ts'

/**
 * A backfill of columns that this plan adds, or makes required, is accompanied by a trigger, for the rows that old versions
 * write meanwhile. Generated columns have no value yet when it fires (3A), so a rule that reads one has to do without.
 */
export function fillMeanwhile(changes: readonly Change[], { actual }: LowerContext): Change[] {
  return changes.flatMap((change): Change[] => {
    if (change.kind !== 'run_backfill') return [change]
    const { table, set, where } = change.backfill
    const now = tableOf(actual, table)
    const text = [where, ...set.map(({ expression }) => expression)].join(' ')
    const own = changesOf(changes, table)
    const added = own.flatMap((other) => (other.kind === 'add_column' ? [other.column] : []))
    const isNew = (column: string): boolean => added.some(({ name }) => name === column)
    const tightened = own.flatMap((other) =>
      other.kind === 'set_not_null' && !isNew(other.after.name) ? [other.after] : [],
    )
    const readsGenerated = [...(now?.columns ?? []), ...added].some(
      ({ generated, name }) => generated !== null && mentions(text, name),
    )
    const isMissing = ({ column }: { readonly column: string }): boolean =>
      isNew(column) || tightened.some(({ name }) => name === column)
    if (now === undefined || readsGenerated || !set.every(isMissing)) return [change]
    const { backfill } = change
    const required = tightened.filter((column) => column.default === null).map(({ name }) => name)
    return [
      { kind: 'start_filling', table, backfill },
      change,
      {
        kind: 'stop_filling',
        table,
        backfill,
        required: required.filter((name) => set.some((one) => one.column === name)),
      },
    ]
  })
}
