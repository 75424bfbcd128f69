import type { Change } from '../model/change.ts'
import { stableJson } from '../lib/fingerprint.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import { tableOf } from '../model/schema.ts'
import { indexedColumns, type TableIndex } from '../model/table-index.ts'
import { type Rule, together } from './rule.ts'

/** hazards.md 7, rules 93 and 94; of two new ones the second by name is told. */
export const duplicateIndex: Rule = {
  id: 'duplicate-index',
  severity: 'warn',
  why: 'Every write keeps both, and no query is faster for it.',
  instead: 'declare one of them: a key has an index of its own, and a longer index serves its first columns as well',

  check({ change, after }) {
    const said = newIndexes(change).flatMap(({ table, index }) => {
      const others = tableOf(after, table)
      if (others === undefined) return []
      const keys = [...(others.primaryKey === null ? [] : [others.primaryKey]), ...others.uniques]
      const key = keys.find(({ columns }) => isPlain(index) && startsWith(columns, indexedColumns(index)))
      const same = others.indexes.find((one) => one.name !== index.name && serves(one, index))
      const twin = key?.name ?? same?.name
      return twin === undefined ? [] : [`${index.name} of ${displayName(table)} does what ${twin} does already`]
    })
    return together(said)
  },
}

/** Secondary indexes that a change brings. */
export function newIndexes(change: Change): readonly { readonly table: ObjectName; readonly index: TableIndex }[] {
  if (change.kind === 'create_index') return [change]
  if (change.kind !== 'create_table') return []
  return change.table.indexes.map((index) => ({ table: change.table.name, index }))
}

/** Whether `one` does all that `index` does. */
function serves(one: TableIndex, index: TableIndex): boolean {
  if (shape(one) === shape(index)) return one.name < index.name
  return (
    isPlain(index) &&
    !one.unique &&
    isPlain(one) &&
    one.keys.length > index.keys.length &&
    startsWith(indexedColumns(one), indexedColumns(index))
  )
}

/** Everything that tells indexes apart but their names. */
function shape({ name: _, comment: __, valid: ___, options: ____, ...rest }: TableIndex): string {
  return stableJson(rest)
}

/** Of columns in their usual order and nothing else, so that a longer one can stand in for it. */
function isPlain({ unique, method, keys, include, where }: TableIndex): boolean {
  return (
    !unique &&
    method === 'btree' &&
    where === null &&
    include.length === 0 &&
    keys.every(
      ({ on, order, collation, opclass }) =>
        'column' in on && order === 'asc' && collation === null && opclass === null,
    )
  )
}

function startsWith(columns: readonly string[], first: readonly string[]): boolean {
  return first.every((column, position) => columns[position] === column)
}
