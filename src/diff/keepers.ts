import type { Change, Keeper } from '../model/change.ts'
import { checksOfParents, columnsOfParents } from '../model/family.ts'
import { type ObjectName, sameName } from '../model/name.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import { columnOf, parentsOf, type Table } from '../model/table.ts'

/** Tells what goes with a parent which of the tables that inherit from it keep it, as their own or from another parent. */
export function withKeepers(changes: readonly Change[], actual: Schema, desired: Schema): Change[] {
  if (!actual.tables.some(({ inherits }) => inherits.length > 0)) return [...changes]
  return changes.map((change) => {
    if (change.kind !== 'drop_column' && change.kind !== 'drop_check') return change
    const keepers = keepersOf(change.table, { actual, desired, has: keeps(change) })
    return keepers.length === 0 ? change : { ...change, keepers }
  })
}

interface Search {
  readonly actual: Schema
  readonly desired: Schema
  readonly has: (desired: Schema, table: Table) => boolean
}

function keepersOf(parent: ObjectName, search: Search): Keeper[] {
  return search.actual.tables.flatMap((heir): Keeper[] => {
    if (!heir.inherits.some((other) => sameName(other, parent))) return []
    const wanted = tableOf(search.desired, heir.name)
    if (wanted === undefined || !parentsOf(wanted).some((other) => sameName(other, parent))) return []
    return search.has(search.desired, wanted) ? [{ table: heir.name, parent }] : keepersOf(heir.name, search)
  })
}

function keeps(
  change: Extract<Change, { readonly kind: 'drop_column' | 'drop_check' }>,
): (desired: Schema, table: Table) => boolean {
  if (change.kind === 'drop_column') {
    const { name } = change.column
    return (desired, table) =>
      columnOf(table, name) !== undefined || columnsOfParents(desired, table).some((column) => column.name === name)
  }
  const { name } = change.definition
  return (desired, table) => [...table.checks, ...checksOfParents(desired, table)].some((check) => check.name === name)
}
