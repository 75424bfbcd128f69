import type { Change } from '../../model/change.ts'
import { mentions } from '../../model/mentions.ts'
import { changesOf } from '../../model/changes-of.ts'
import { tableOf } from '../../model/schema.ts'
import type { LowerContext } from '../dialect.ts'

/**
 * A backfill of columns that this plan adds, requires, or puts under a rule is accompanied by a trigger, for the rows that
 * old versions write meanwhile. Generated columns have no value yet when it fires (3A), so a rule that reads one has to do
 * without.
 */
export function fillMeanwhile(changes: readonly Change[], { actual }: LowerContext): Change[] {
  return changes.flatMap((change): Change[] => {
    if (change.kind !== 'run_backfill') return [change]
    const { backfill } = change
    const { table, set, where } = backfill
    const now = tableOf(actual, table)
    const text = [where, ...set.map(({ expression }) => expression)].join(' ')
    const own = changesOf(changes, table)
    const added = own.flatMap((other) => (other.kind === 'add_column' ? [other.column] : []))
    const readsGenerated = [...(now?.columns ?? []), ...added].some(
      ({ generated, name }) => generated !== null && mentions(text, name),
    )
    const old = set.map(({ column }) => column).filter((column) => !added.some(({ name }) => name === column))
    const tightened = old.map((column) => tightening(column, own))
    if (now === undefined || readsGenerated || !tightened.every(isTight)) return [change]
    return [
      { kind: 'start_filling', table, backfill },
      change,
      {
        kind: 'stop_filling',
        table,
        backfill,
        required: tightened.flatMap(({ required }) => required),
        rules: [...new Set(tightened.flatMap(({ rules }) => rules))],
      },
    ]
  })
}

/** What a column that was there before has to meet once the changes are made. */
interface Tightening {
  /** Its name, if it becomes required and nothing gives it a value. */
  readonly required: readonly string[]
  readonly rules: readonly string[]
  readonly isRequired: boolean
}

function tightening(column: string, changes: readonly Change[]): Tightening {
  const after = changes.flatMap((change) =>
    change.kind === 'set_not_null' && change.after.name === column ? [change.after] : [],
  )
  const rules = changes.flatMap((change) => {
    if (change.kind === 'add_check')
      return mentions(change.definition.expression, column) ? [change.definition.name] : []
    return change.kind === 'add_foreign_key' && change.definition.columns.includes(column)
      ? [change.definition.name]
      : []
  })
  return {
    required: after.flatMap((one) => (one.default === null ? [one.name] : [])),
    rules,
    isRequired: after.length > 0,
  }
}

function isTight({ isRequired, rules }: Tightening): boolean {
  return isRequired || rules.length > 0
}
