import { type ObjectRef, refKey } from '../../../src/model/object-ref.ts'
import { sameName } from '../../../src/model/name.ts'
import { unsignedName } from '../../../src/model/objects/routine.ts'
import { tableBefore } from '../../../src/model/rename.ts'
import type { Schema } from '../../../src/model/schema.ts'
import type { Wanted } from '../wanted.ts'

/** What gets another name or another place: a column goes by its name in all tables. */
export type Target =
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'label'; readonly name: string }
  | { readonly kind: 'schema'; readonly name: string }
  | { readonly kind: 'object'; readonly name: string; readonly ref: ObjectRef }
  | { readonly kind: 'move'; readonly name: string; readonly ref: ObjectRef; readonly to: string }

/** What could be renamed or moved without anybody else's name being changed along. */
export function targetsIn(before: Schema, { schema: after, renames }: Wanted): Target[] {
  const columns = [...new Set(columnNames(before))].filter((name) => columnNames(after).includes(name))
  const kept = new Set(refsOf(before).map(refKey))
  // A table that becomes a partition of itself keeps the name.
  const isSource = ({ name }: ObjectRef): boolean => renames.some((hint) => sameName(tableBefore(hint), name))
  const refs = refsOf(after).filter((ref) => kept.has(refKey(ref)) && !isSource(ref))
  const names = [...new Set([...refsOf(before), ...refsOf(after)].map(bareName)), ...columns]
  const alone = (name: string): boolean => names.filter((one) => one === name).length === 1
  const all: Target[] = [
    ...columns.map((name): Target => ({ kind: 'column', name })),
    ...refs.map((ref): Target => ({ kind: 'object', name: bareName(ref), ref })),
    ...refs.flatMap((ref) => movesOf(ref, schemasOf(before))),
  ]
  return [...all.filter(({ name }) => alone(name)), ...labelsIn(before, after), ...schemasIn(before, after)]
}

function labelsIn(before: Schema, after: Schema): Target[] {
  const labels = new Set(before.enums.flatMap((type) => type.labels))
  return after.enums
    .flatMap((type) => type.labels)
    .filter((label) => labels.has(label) && /^\w+$/.test(label))
    .map((name) => ({ kind: 'label', name }))
}

function schemasIn(before: Schema, after: Schema): Target[] {
  const held = schemasOf(before)
  return schemasOf(after)
    .filter((name) => name !== 'public' && name !== 'main' && held.includes(name))
    .map((name) => ({ kind: 'schema', name }))
}

function schemasOf({ tables, objects }: Schema): string[] {
  const members = objects.filter(({ on, kind }) => on === null && kind !== 'schema' && kind !== 'extension')
  // Default privileges that count in every schema are in none.
  return [...new Set([...tables, ...members].map(({ name }) => name.schema))].filter((name) => name !== '')
}

/** Into a schema that is there already. What hangs on something goes with that. */
function movesOf(ref: ObjectRef, there: readonly string[]): Target[] {
  const on = ref.on ?? null
  if (ref.name.schema === 'main' || on !== null) return []
  const to = ref.name.schema === 'crm' ? 'public' : 'crm'
  return there.includes(to) ? [{ kind: 'move', name: bareName(ref), ref, to }] : []
}

/** What has a name of its own, and can get another one. */
function refsOf({ tables, enums, objects }: Schema): ObjectRef[] {
  const fixed = new Set(['row_security', 'owner', 'grant', 'default_privileges', 'schema', 'extension'])
  return [
    // On SQLite a table that others point to may have to be rebuilt in turns with them, each before its own rename.
    ...tables.filter(({ name }) => name.schema !== 'main').map(({ name }): ObjectRef => ({ kind: 'table', name })),
    ...enums.map(({ name }): ObjectRef => ({ kind: 'enum', name })),
    ...objects.filter(({ kind }) => !fixed.has(kind)),
  ]
}

function columnNames({ tables }: Schema): string[] {
  return tables.flatMap(({ columns }) => columns.map(({ name }) => name))
}

function bareName({ name }: ObjectRef): string {
  return unsignedName(name.name)
}
