import { stableJson } from '../lib/fingerprint.ts'
import { codeOf } from '../model/code.ts'
import { inheritedColumns } from '../model/family.ts'
import { isQuarantined, type ObjectName } from '../model/name.ts'
import { refKey } from '../model/object-ref.ts'
import type { Plan } from '../model/plan.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import type { Table } from '../model/table.ts'
import type { Leaving, LeavingColumn } from '../model/usage.ts'

/**
 * What the plan takes away from an old application version, by its name: tables and columns that are dropped or renamed. A
 * column that is exchanged for one of another type keeps its name, and old and new versions alike go on using it.
 */
export function leavingBehind({ before, schema }: Pick<Plan, 'before' | 'schema'>): Leaving {
  const tables: ObjectName[] = []
  const columns: LeavingColumn[] = []
  for (const table of before.tables) {
    const { name } = table
    const after = tableOf(schema, name)
    if (after === undefined) tables.push(name)
    else {
      const stay = new Set(columnNames(schema, after))
      const gone = columnNames(before, table).filter((column) => !stay.has(column) && !isQuarantined(column))
      columns.push(...gone.map((column) => ({ table: name, column })))
    }
  }
  const after = new Map(schema.objects.map((object) => [refKey(object), object]))
  const routines = before.objects.flatMap((object) => {
    if (object.kind !== 'function' && object.kind !== 'procedure') return []
    const later = after.get(refKey(object)) ?? null
    return stableJson(later) === stableJson(object)
      ? []
      : [{ name: object.name, text: later === null ? null : codeOf(later) }]
  })
  return { tables, columns, routines }
}

/** What it has from its parents too: statements name partitions and heirs as they do any table. */
function columnNames(schema: Schema, table: Table): string[] {
  return [...table.columns, ...inheritedColumns(schema, table)].map(({ name }) => name)
}
