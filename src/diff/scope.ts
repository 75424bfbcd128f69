import { compareText } from '../lib/compare.ts'
import { remembered } from '../lib/remembered.ts'
import { ancestorsOf } from '../model/family.ts'
import { withoutKeysAside } from './aside.ts'
import { globPattern } from './ignored.ts'
import { isQuarantined, nameKey } from '../model/name.ts'
import { type ObjectRef, refKey } from '../model/object-ref.ts'
import { isOwnership, type SchemaObject } from '../model/object.ts'
import type { Desired, EnumRenameHint, MoveHint } from '../model/desired.ts'
import type { Recorded } from '../model/recorded.ts'
import { tableBefore } from '../model/rename.ts'
import { columnOf, ownedSequences, type Table } from '../model/table.ts'
import { type EnumType, type Schema, tableOf } from '../model/schema.ts'

export interface Scope {
  /** The part of the actual schema that is ours to compare. */
  readonly managed: Schema
  /** What nobody has declared, applied or adopted: reported, never touched (DESIGN.md §5 Ownership). */
  readonly unmanaged: readonly ObjectRef[]
}

/**
 * Splits the database into what the specs or an earlier run speak for, and the rest. `called`: what routines of the specs
 * are called as long as the types in their names have other ones.
 */
export function scopeOf(
  actual: Schema,
  desired: Desired,
  recorded: Recorded | null,
  called: readonly ObjectRef[] = [],
): Scope {
  const tables = new Set([
    ...desired.schema.tables.map(({ name }) => nameKey(name)),
    ...desired.renames.filter(({ column }) => column === null).map((hint) => nameKey(tableBefore(hint))),
    ...desired.moves.filter((hint) => isDue(hint, actual)).map(({ from }) => nameKey(from.table)),
    ...(recorded?.schema.tables.map(({ name }) => nameKey(name)) ?? []),
  ])
  const enums = new Set([
    ...desired.schema.enums.map(({ name }) => nameKey(name)),
    ...desired.enumRenames.flatMap(({ label, from, schema }) =>
      label === null && from !== null ? [nameKey({ schema, name: from })] : [],
    ),
    ...(recorded?.schema.enums.map(({ name }) => nameKey(name)) ?? []),
  ])
  const formerly = desired.objectRenames.flatMap(({ ref, from, fromSchema }): ObjectRef[] =>
    from === null ? [] : [{ ...ref, name: { schema: fromSchema ?? ref.name.schema, name: from } }],
  )
  const objects = new Set([...called, ...desired.schema.objects, ...formerly, ...recordedObjects(recorded)].map(refKey))
  const ours = actual.tables.filter(({ name }) => tables.has(nameKey(name)))
  for (const ref of [...ours, ...desired.schema.tables].flatMap(ownedSequences)) objects.add(refKey(ref))
  const isManaged = (ref: ObjectRef): boolean =>
    ref.kind === 'table'
      ? tables.has(nameKey(ref.name))
      : ref.kind === 'enum'
        ? enums.has(nameKey(ref.name))
        : objects.has(refKey(ref))
  // Inside a managed table everything is owned.
  const isOurs = (object: SchemaObject): boolean => isManaged(object) || (object.on !== null && isManaged(object.on))
  return {
    managed: {
      ...actual,
      objects: actual.objects.filter(isOurs),
      tables: actual.tables
        .filter(
          (table) =>
            tables.has(nameKey(table.name)) ||
            (table.partitionOf !== null && ancestorsOf(actual, table).some((key) => tables.has(key))),
        )
        .map(withoutKeysAside),
      enums: actual.enums
        .filter(({ name }) => enums.has(nameKey(name)) && !isQuarantined(name.name))
        .map((type) => withoutLeftLabels(type, desired, recorded)),
    },
    unmanaged: [
      ...actual.tables
        .filter(({ name }) => !tables.has(nameKey(name)))
        .map(({ name }): ObjectRef => ({ kind: 'table', name })),
      ...actual.objects
        .filter((object) => !isOurs(object) && !isOwnership(object) && object.kind !== 'schema')
        .map(({ kind, name, on }): ObjectRef => ({ kind, name, on })),
    ],
  }
}

/** Once its columns have gone over, a table of that name is anybody's. */
function isDue({ table, column }: MoveHint, actual: Schema): boolean {
  const now = tableOf(actual, table)
  return now === undefined || columnOf(now, column) === undefined
}

/** A schema that only came with what was first in it is nobody's afterwards. */
function recordedObjects(recorded: Recorded | null): SchemaObject[] {
  return (recorded?.schema.objects ?? []).filter((object) => object.kind !== 'schema' || object.declared)
}

/**
 * A label that neither the specs nor the last completed run know was left behind by a rollback (R23), or added by hand:
 * it is nobody's, and it can stay.
 */
function withoutLeftLabels(type: EnumType, desired: Desired, recorded: Recorded | null): EnumType {
  if (recorded === null) return type
  const now = nameKey(type.name)
  const isItsOwn = ({ label, from, schema }: EnumRenameHint): boolean =>
    label === null && from !== null && nameKey({ schema, name: from }) === now
  const keys = [now, ...desired.enumRenames.filter(isItsOwn).map((hint) => nameKey(hint.type))]
  const known = new Set(
    keys
      .flatMap((key) => [...enumsByName(desired.schema.enums, key), ...enumsByName(recorded.schema.enums, key)])
      .flatMap(({ labels }) => labels)
      .concat(desired.enumRenames.flatMap((hint) => (keys.includes(nameKey(hint.type)) ? (hint.from ?? []) : []))),
  )
  return { ...type, labels: type.labels.filter((label) => known.has(label)) }
}

const byName = remembered((enums: readonly EnumType[]) => Map.groupBy(enums, ({ name }) => nameKey(name)))

function enumsByName(enums: readonly EnumType[], key: string): readonly EnumType[] {
  return byName(enums).get(key) ?? []
}

/**
 * The desired schema with partitions that somebody else has made (pg_partman, say): they hold rows of a table that is ours,
 * so plans have to know them, and nobody has asked for their removal.
 */
export function withForeignPartitions(
  desired: Schema,
  actual: Schema,
  unmanaged: readonly ObjectRef[],
  ignore: Desired['ignore'] = [],
): Schema {
  const others = new Set(unmanaged.flatMap(({ kind, name }) => (kind === 'table' ? [nameKey(name)] : [])))
  const wanted = new Set(desired.tables.map(({ name }) => nameKey(name)))
  const strangers = actual.tables.filter(
    (table) =>
      table.partitionOf !== null &&
      (others.has(nameKey(table.name)) || isIgnored(table, ancestorsOf(actual, table), ignore)) &&
      !wanted.has(nameKey(table.name)) &&
      ancestorsOf(actual, table).some((key) => wanted.has(key)),
  )
  return strangers.length === 0 ? desired : { ...desired, tables: [...desired.tables, ...strangers].sort(inOrder) }
}

function isIgnored(table: Table, ancestors: readonly string[], ignore: Desired['ignore']): boolean {
  return ignore.some(
    (item) => ancestors.includes(nameKey(item.table)) && globPattern(item.pattern).test(table.name.name),
  )
}

function inOrder(a: Table, b: Table): number {
  return compareText(a.name.schema, b.name.schema) || compareText(a.name.name, b.name.name)
}
