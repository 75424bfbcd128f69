import { withInner } from '../model/changes-of.ts'
import type { Column } from '../model/column.ts'
import { ancestorsOf, heirsOf } from '../model/family.ts'
import { isQuarantined, nameKey, type ObjectName, sameName } from '../model/name.ts'
import type { Table } from '../model/table.ts'
import { placeholder } from './keepers.ts'
import type { StepContext } from './operation.ts'
import { quarantinedColumn } from './quarantine-name.ts'
import { requireTable } from './schema-edit.ts'

/** What a table needs to inherit from one that has put columns aside, in this plan or an earlier one: nothing is ever in them. */
export function asidesToJoin(table: ObjectName, parent: ObjectName, context: StepContext): Column[] {
  const now = requireTable(context.state, table)
  const there = new Set([...now.columns, ...asidesAbove(now, context)].map(({ name }) => name))
  const above = asidesAbove({ ...now, inherits: [parent] }, context)
  return above.filter(({ name }) => !there.has(name))
}

/** Those of the table's parents at all distances. */
function asidesAbove(table: Table, context: StepContext): Column[] {
  const { state, words } = context
  const above = new Set(ancestorsOf(state, table))
  const earlier = state.tables
    .filter(({ name }) => above.has(nameKey(name)))
    .flatMap(({ columns }) => columns.filter(({ name }) => isQuarantined(name)))
  const now = withInner(context.changes).flatMap((change) =>
    change.kind === 'drop_column' && change.column.generated === null && above.has(nameKey(change.table))
      ? [{ ...change.column, name: quarantinedColumn(context, change.table, change.column.name) }]
      : [],
  )
  const byName = new Map([...earlier, ...now].map((column) => [column.name, column]))
  return [...byName.values()].map((column) => placeholder(column, column.name, words))
}

/** True when this plan lets another table inherit from this one, directly or not. */
export function isJoined({ changes, state }: StepContext, table: ObjectName): boolean {
  const joined = withInner(changes).flatMap((change) => (change.kind === 'inherit' ? [change.parent] : []))
  return (
    joined.length > 0 &&
    [table, ...heirsOf(state, table).map(({ name }) => name)].some((name) => joined.some((one) => sameName(one, name)))
  )
}
