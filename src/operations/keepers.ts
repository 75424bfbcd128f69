import type { Words } from '../dialects/words.ts'
import { type Column, isIdentity, withNotNull } from '../model/column.ts'
import type { Keeper } from '../model/change.ts'
import { checksOfParents, columnsOfParents } from '../model/family.ts'
import { type ObjectName, sameName } from '../model/name.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import type { Statement } from '../model/statement.ts'
import { columnOf, parentsOf } from '../model/table.ts'
import type { StepContext } from './operation.ts'
import { editTable, put } from './schema-edit.ts'

/**
 * A rename or a drop reaches all that inherits. Who keeps what goes lets go of the parent meanwhile, which makes what it has
 * from there its own, and comes back behind it in the same transaction.
 */
export function apartFrom(
  keepers: readonly Keeper[],
  { state, words }: StepContext,
): { readonly apart: readonly Keeper[]; readonly leave: Statement[]; readonly comeBack: Statement[] } {
  const apart = keepers.filter(({ table, parent }) => parentsIn(state, table).some((other) => sameName(other, parent)))
  // Parents have an order: those behind it leave and come back as well.
  const edges = apart.flatMap(({ table, parent }) => {
    const parents = parentsIn(state, table)
    return parents
      .slice(parents.findIndex((other) => sameName(other, parent)))
      .map((from): Keeper => ({ table, parent: from }))
  })
  return {
    apart,
    leave: edges.map(({ table, parent }) => words.stopInheriting(table, parent)),
    comeBack: edges.map(({ table, parent }) => words.inherit(table, parent)),
  }
}

function parentsIn(schema: Schema, name: ObjectName): readonly ObjectName[] {
  const table = tableOf(schema, name)
  return table === undefined ? [] : parentsOf(table)
}

/** What an heir needs to come back to a parent whose column has another name now: nothing is ever in it. */
export function placeholder(column: Column, name: string, words: Words): Column {
  const bare = withNotNull(column, column.nullable)
  // Identity is not inherited, but that the column is required is. What a volatile default would fill in takes a rewrite.
  const constant = isIdentity(column) ? '0' : bare.default
  const filled = { ...bare, default: constant, identity: null, sequence: null, generated: null }
  const costless = constant !== null && words.addColumn({ schema: '', name: '' }, filled).work === 'catalog'
  return {
    ...(costless || column.nullable ? filled : withNotNull(filled, true)),
    name,
    default: costless ? constant : null,
    comment: null,
  }
}

/** The schema in which the column is the keepers' own. */
export function withKeptColumn(schema: Schema, keepers: readonly Keeper[], column: string): Schema {
  return keepers.reduce((now, { table }) => {
    const heir = tableOf(now, table)
    if (heir === undefined || columnOf(heir, column) !== undefined) return now
    const passed = columnsOfParents(now, heir).filter(({ name }) => name === column)
    return editTable(now, table, (one) => ({ ...one, columns: [...one.columns, ...passed.slice(0, 1)] }))
  }, schema)
}

/** The schema in which the check is the keepers' own. */
export function withKeptCheck(schema: Schema, keepers: readonly Keeper[], check: string): Schema {
  return keepers.reduce((now, { table }) => {
    const heir = tableOf(now, table)
    const passed = heir === undefined ? undefined : checksOfParents(now, heir).find(({ name }) => name === check)
    if (heir === undefined || passed === undefined || heir.checks.some(({ name }) => name === check)) return now
    return editTable(now, table, (one) => ({ ...one, checks: put(one.checks, passed) }))
  }, schema)
}
