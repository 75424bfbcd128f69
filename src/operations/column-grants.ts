import { withoutGoneColumns } from '../model/column-grants.ts'
import { heirsOf } from '../model/family.ts'
import type { ObjectName } from '../model/name.ts'
import { attachedIn } from '../model/object-list.ts'
import type { SchemaObject } from '../model/object.ts'
import type { Schema } from '../model/schema.ts'
import type { Statement } from '../model/statement.ts'
import type { StepContext } from './operation.ts'
import { withObjects } from './schema-edit.ts'

/** What is granted on a column goes where that goes: one that takes its place gets the same, and loses it on the way back. */
export function grantedOn(
  table: ObjectName,
  column: string,
  { state, words }: StepContext,
): { readonly there: Statement[]; readonly back: Statement[] } {
  const grants = attachedToFamily(state, table).flatMap((object) => {
    const privileges = object.kind === 'grant' ? object.columns[column] : undefined
    if (object.kind !== 'grant' || privileges === undefined) return []
    return [{ none: { ...object, columns: {} }, own: { ...object, columns: { [column]: privileges } } }]
  })
  return {
    there: grants.flatMap(({ none, own }) => words.objects.alter(none, own) ?? []),
    back: grants.flatMap(({ none, own }) => words.objects.alter(own, none) ?? []),
  }
}

/** The schema `after` a column of the table has gone, and with it what was granted on it there and wherever it was passed on. */
export function withoutLostGrants(before: Schema, after: Schema, table: ObjectName): Schema {
  const grants = attachedToFamily(after, table).filter(({ kind }) => kind === 'grant')
  return withObjects(after, grants, withoutGoneColumns(grants, before, after))
}

/** What hangs on the table and on all that have columns from it. */
function attachedToFamily(schema: Schema, table: ObjectName): SchemaObject[] {
  const tables = [table, ...heirsOf(schema, table).map(({ name }) => name)]
  return tables.flatMap((name) => attachedIn(schema.objects, { kind: 'table', name }))
}
