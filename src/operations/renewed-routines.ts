import { heirsOf } from '../model/family.ts'
import { isQuarantined, type ObjectName } from '../model/name.ts'
import type { SchemaObject } from '../model/object.ts'
import type { Statement } from '../model/statement.ts'
import type { StepContext } from './operation.ts'

/** Columns of a table whose types become others. */
export interface Retyped {
  readonly table: ObjectName
  readonly columns: readonly string[]
}

/**
 * Sessions keep plans of PL/pgSQL with the types that columns had, and fail with 42804 ever after (1J) until the routine is
 * written anew. So do triggers of earlier plans that keep in step what has been put aside.
 */
export function renewedRoutines(retyped: readonly Retyped[], { state, found, words }: StepContext): Statement[] {
  if (retyped.length === 0) return []
  const isKept =
    found.quarantined.length > 0 || found.tables.some(({ columns }) => columns.some(({ name }) => isQuarantined(name)))
  return isKept || [...state.objects, ...found.objects].some(keepsPlans)
    ? words.renewRoutines(
        retyped.flatMap((one) => [one, ...heirsOf(state, one.table).map(({ name }) => ({ ...one, table: name }))]),
      )
    : []
}

function keepsPlans(object: SchemaObject): boolean {
  return (object.kind === 'function' || object.kind === 'procedure') && object.language === 'plpgsql'
}
