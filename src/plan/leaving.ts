import { stableJson } from '../lib/fingerprint.ts'
import { isQuarantined, type ObjectName } from '../model/name.ts'
import { refKey } from '../model/object-ref.ts'
import type { Plan } from '../model/plan.ts'
import { tableOf } from '../model/schema.ts'
import type { Leaving, LeavingColumn } from '../model/usage.ts'

/**
 * What the plan takes away from an old application version, by its name: tables and columns that are dropped or renamed. A
 * column that is exchanged for one of another type keeps its name, and old and new versions alike go on using it.
 */
export function leavingBehind({ before, schema }: Pick<Plan, 'before' | 'schema'>): Leaving {
  const tables: ObjectName[] = []
  const columns: LeavingColumn[] = []
  for (const { name, columns: were } of before.tables) {
    const after = tableOf(schema, name)
    if (after === undefined) tables.push(name)
    else {
      const stay = new Set(after.columns.map((column) => column.name))
      const gone = were.filter((column) => !stay.has(column.name) && !isQuarantined(column.name))
      columns.push(...gone.map((column) => ({ table: name, column: column.name })))
    }
  }
  const after = new Map(schema.objects.map((object) => [refKey(object), object]))
  const routines = before.objects.filter(
    (object) =>
      (object.kind === 'function' || object.kind === 'procedure') &&
      stableJson(after.get(refKey(object)) ?? null) !== stableJson(object),
  )
  return { tables, columns, routines: routines.map(({ name }) => name) }
}
