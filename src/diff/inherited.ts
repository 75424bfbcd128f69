import type { Column } from '../model/column.ts'
import type { Check } from '../model/constraint.ts'
import { checksOfParents, columnsOfParents } from '../model/family.ts'
import { nameKey } from '../model/name.ts'
import type { Schema } from '../model/schema.ts'
import { parentsOf, type Table } from '../model/table.ts'

/** What a table has from its parents, before and after. */
export interface Inherited {
  readonly before: Passed
  readonly after: Passed
  /** It has the same parents afterwards: what happens to their columns happens to its own by itself. */
  readonly same: boolean
}

interface Passed {
  readonly columns: ReadonlyMap<string, Column>
  readonly checks: readonly Check[]
}

export const nothingInherited: Inherited = {
  before: { columns: new Map(), checks: [] },
  after: { columns: new Map(), checks: [] },
  same: true,
}

export function inherited(actual: Schema, before: Table, desired: Schema, after: Table): Inherited {
  if (parentsOf(before).length === 0 && parentsOf(after).length === 0) return nothingInherited
  return {
    before: passed(actual, before),
    after: passed(desired, after),
    same: names(before) === names(after),
  }
}

function passed(schema: Schema, table: Table): Passed {
  return {
    columns: new Map(columnsOfParents(schema, table).map((column) => [column.name, column])),
    checks: checksOfParents(schema, table),
  }
}

function names(table: Table): string {
  return parentsOf(table).map(nameKey).sort().join('\u0000')
}
