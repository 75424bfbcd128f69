import { compareText } from '../lib/compare.ts'
import { stableJson } from '../lib/fingerprint.ts'
import type { Change } from '../model/change.ts'
import type { Desired } from '../model/desired.ts'
import { objectSource } from '../model/desired.ts'
import type { EnumRenames } from '../model/enum-rename.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { comparable, type SchemaObject } from '../model/object.ts'
import { displayRef, isRoutineKind, type ObjectRef, refKey } from '../model/object-ref.ts'
import { bareName } from '../model/object-words.ts'
import { followRename, type ObjectRename, resigned } from '../model/object-rename.ts'
import { type ObjectName, sameName } from '../model/name.ts'
import { type Rename, tableBefore } from '../model/rename.ts'
import type { Schema } from '../model/schema.ts'
import { renameVerdict } from './renames.ts'
import { inQuotes, respelled, type Spelling } from './respelled.ts'

/** Which `renamed_from` hints of objects have work to do; as `matchRenames` does for tables and columns. */
export function matchObjectRenames(
  { objectRenames, schema }: Desired,
  actual: Schema,
  qualify: (name: ObjectName) => string,
): { readonly renames: readonly ObjectRename[]; readonly diagnostics: readonly Diagnostic[] } {
  const known = new Set(actual.objects.map(refKey))
  const firstTime = !schema.objects.some((object) => known.has(refKey(object)))
  const renames: ObjectRename[] = []
  const diagnostics: Diagnostic[] = []
  const groups = Map.groupBy(objectRenames, ({ ref }) => turnOf(ref))
  for (const turn of turns) {
    const { objects } = withObjectRenames(actual, renames, qualify)
    const present = new Map(objects.map((object) => [refKey(object), object]))
    for (const { ref, from, fromSchema, position } of groups.get(turn) ?? []) {
      if (from === null || ref.kind === 'schema') continue
      const before = present.get(refKey({ ...ref, name: { schema: fromSchema ?? ref.name.schema, name: from } }))
      const verdict = renameVerdict({ from, position }, displayRef(ref), {
        old: before !== undefined,
        now: present.has(refKey(ref)),
        firstTime,
      })
      if (verdict === 'rename' && before !== undefined) renames.push({ before, to: ref })
      else if (verdict !== 'done' && verdict !== 'rename') diagnostics.push(verdict)
    }
  }
  return { renames, diagnostics }
}

/** Routines carry the names of types, which change first; and what hangs on something goes by the new name of that. */
const turns = ['free', 'routine', 'attached'] as const

function turnOf({ kind, on }: ObjectRef): (typeof turns)[number] {
  if (on !== null && on !== undefined) return 'attached'
  return isRoutineKind(kind) ? 'routine' : 'free'
}

/**
 * The schema with the objects under their new names. Texts that speak of types, collations and sequences follow, and
 * those of tables, aggregates and triggers that speak of routines, since the server writes these by their qualified names
 * alone; other texts stay as they are.
 */
export function withObjectRenames(
  schema: Schema,
  renames: readonly ObjectRename[],
  qualify: (name: ObjectName) => string,
): Schema {
  if (renames.length === 0) return schema
  const attached = renames.filter(({ to }) => turnOf(to) === 'attached')
  if (attached.length === 0 || attached.length === renames.length) return renamedAtOnce(schema, renames, qualify)
  const others = renames.filter((rename) => !attached.includes(rename))
  return renamedAtOnce(renamedAtOnce(schema, others, qualify), attached, qualify)
}

function renamedAtOnce(
  schema: Schema,
  renames: readonly ObjectRename[],
  qualify: (name: ObjectName) => string,
): Schema {
  const names = new Map(renames.map(({ before, to }) => [refKey(before), to.name]))
  const spelling = ({ before, to }: ObjectRename): Spelling[] => [
    [qualify(unsigned(before)), qualify(unsigned(to))],
    [inQuotes(before.name), inQuotes(to.name)],
  ]
  const types = renames.filter(({ before }) => spokenByName.has(before.kind)).flatMap(spelling)
  const routines = renames.filter(({ before }) => isOnlyOne(before, schema)).flatMap(spelling)
  const renamed = resigned(schema.objects, typeRenames(renames), qualify).map((object) => ({
    ...respelled(object, followsRoutines.has(object.kind) ? [...types, ...routines] : types),
    name: names.get(refKey(object)) ?? object.name,
  }))
  const objects = renames.reduce<SchemaObject[]>((now, { before, to }) => followRename(now, before, to.name), renamed)
  return { ...schema, tables: schema.tables.map((table) => respelled(table, [...types, ...routines])), objects }
}

/** What stays under a routine that is renamed; views and policies come back around it, with their old text on the way back. */
const followsRoutines: ReadonlySet<SchemaObject['kind']> = new Set(['aggregate', 'trigger'])

/** A routine that has its name to itself: which one of several is meant, no text tells. */
function isOnlyOne(ref: ObjectRef, { tables, enums, objects }: Schema): boolean {
  const name = unsigned(ref)
  const others = [...tables, ...enums].map((one) => one.name)
  const all = [...others, ...objects.filter(({ on }) => on === null).map(unsigned)]
  return isRoutineKind(ref.kind) && all.filter((other) => sameName(other, name)).length === 1
}

function unsigned(ref: ObjectRef): ObjectName {
  return { ...ref.name, name: bareName(ref) }
}

/** The objects by the names that they have as long as types are called what they were. */
export function calledBefore(
  objects: readonly SchemaObject[],
  { types }: EnumRenames,
  renames: readonly ObjectRename[],
  qualify: (name: ObjectName) => string,
): readonly SchemaObject[] {
  const back = [...types, ...typeRenames(renames)].map(({ from, to }) => ({ from: to, to: from }))
  return back.length === 0 ? [] : resigned([...objects, ...renames.map(({ before }) => before)], back, qualify)
}

function typeRenames(renames: readonly ObjectRename[]): { readonly from: ObjectName; readonly to: ObjectName }[] {
  return renames
    .filter(({ before }) => spokenByName.has(before.kind))
    .map(({ before, to }) => ({ from: before.name, to: to.name }))
}

/** What hangs on a table follows its rename. */
export function onRenamedTables(schema: Schema, renames: readonly Rename[]): Schema {
  const tables = renames.filter(({ column }) => column === null)
  if (tables.length === 0) return schema
  const objects = tables.reduce<SchemaObject[]>(
    (now, rename) => followRename(now, { kind: 'table', name: tableBefore(rename) }, rename.table),
    [...schema.objects],
  )
  return { ...schema, objects: objects.sort((a, b) => compareText(refKey(a), refKey(b))) }
}

const spokenByName: ReadonlySet<SchemaObject['kind']> = new Set([
  'collation',
  'domain',
  'composite_type',
  'range_type',
  'sequence',
])

/** An object that goes while one with the same definition comes may be a rename: it is asked, never guessed. */
export function probableObjectRenames(changes: readonly Change[], desired: Desired): Diagnostic[] {
  const declaredNew = new Set(desired.objectRenames.flatMap(({ ref, from }) => (from === null ? [refKey(ref)] : [])))
  const gone = changes.flatMap((change) =>
    change.kind === 'drop_object' && isNamed(change.object) ? [change.object] : [],
  )
  if (gone.length === 0) return []
  const goneByForm = Map.groupBy(gone, unnamed)
  return changes.flatMap((created) => {
    if (created.kind !== 'create_object') return []
    const { object } = created
    if (declaredNew.has(refKey(object))) return []
    return (goneByForm.get(unnamed(object)) ?? []).flatMap((dropped): Diagnostic[] => {
      if (dropped.name.schema !== object.name.schema && dropped.name.name !== object.name.name) return []
      const name = nameFrom(dropped.name, object.name)
      return [
        {
          id: 'ambiguous-rename',
          severity: 'error',
          message: `${displayRef(object)} is new and ${name} with the same definition goes: is it a rename?`,
          help: `add \`renamed_from: ${name}\` to rename it, or \`renamed_from: null\` if it is a new one`,
          position: desired.sources.get(objectSource(object)) ?? null,
          sqlState: null,
        },
      ]
    })
  })
}

function unnamed(object: SchemaObject): string {
  return stableJson({ ...comparable(object), name: null, comment: null })
}

/** Roles are no names, and extensions are told apart by theirs alone. */
function isNamed({ kind }: SchemaObject): boolean {
  return !['owner', 'grant', 'row_security', 'extension', 'schema'].includes(kind)
}

/** A name in the same schema goes without it. */
export function nameFrom({ schema, name }: ObjectName, now: ObjectName): string {
  return schema === now.schema ? name : `${schema}.${name}`
}
