import { compareText } from '../lib/compare.ts'
import { ancestorsOf } from '../model/family.ts'
import { withoutKeysAside } from './aside.ts'
import { isQuarantined, nameKey, type ObjectName, sameName } from '../model/name.ts'
import { type ObjectRef, refKey } from '../model/object-ref.ts'
import { isOwnership, type SchemaObject } from '../model/object.ts'
import type { Desired } from '../model/desired.ts'
import type { Recorded } from '../model/recorded.ts'
import { tableBefore } from '../model/rename.ts'
import { ownedSequences, type Table } from '../model/table.ts'
import type { EnumType, Schema } from '../model/schema.ts'

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
  const objects = new Set(
    [...called, ...desired.schema.objects, ...formerly, ...(recorded?.schema.objects ?? [])].map(refKey),
  )
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

/**
 * A label that neither the specs nor the last completed run know was left behind by a rollback (R23), or added by hand:
 * it is nobody's, and it can stay.
 */
function withoutLeftLabels(type: EnumType, desired: Desired, recorded: Recorded | null): EnumType {
  const key = nameKey(type.name)
  const known = [...desired.schema.enums, ...(recorded?.schema.enums ?? [])]
    .filter(({ name }) => nameKey(name) === key)
    .flatMap(({ labels }) => labels)
    .concat(desired.enumRenames.flatMap((hint) => (nameKey(hint.type) === key ? (hint.from ?? []) : [])))
  if (recorded === null) return type
  return { ...type, labels: type.labels.filter((label) => known.includes(label)) }
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
  const strangers = actual.tables.filter(
    (table) =>
      table.partitionOf !== null &&
      (unmanaged.some(({ kind, name }) => kind === 'table' && sameName(name, table.name)) ||
        isIgnored(table, ancestorsOf(actual, table), ignore)) &&
      desired.tables.every(({ name }) => !sameName(name, table.name)) &&
      ancestorsOf(actual, table).some((key) => desired.tables.some(({ name }) => nameKey(name) === key)),
  )
  return strangers.length === 0 ? desired : { ...desired, tables: [...desired.tables, ...strangers].sort(byName) }
}

function isIgnored(table: Table, ancestors: readonly string[], ignore: Desired['ignore']): boolean {
  return ignore.some(
    (item) => ancestors.includes(nameKey(item.table)) && globPattern(item.pattern).test(table.name.name),
  )
}

function byName(a: Table, b: Table): number {
  return compareText(a.name.schema, b.name.schema) || compareText(a.name.name, b.name.name)
}

/**
 * The desired schema with what `ignore:` names taken over from the actual one, unless the specs declare it: compared
 * equal, and carried along when SQLite rebuilds the table.
 */
export function withIgnored(desired: Schema, actual: Schema, ignore: Desired['ignore']): Schema {
  if (ignore.length === 0) return desired
  const present = new Map(actual.tables.map((table) => [nameKey(table.name), table]))
  const attached = ignoredObjects(desired, actual, ignore)
  return {
    ...desired,
    objects: [...desired.objects, ...attached].sort((a, b) => compareText(refKey(a), refKey(b))),
    tables: desired.tables.map((table) => {
      const found = present.get(nameKey(table.name))
      if (found === undefined) return table
      const patterns = ignore
        .filter((item) => sameName(item.table, table.name))
        .map(({ pattern }) => globPattern(pattern))
      const carry = <T extends { readonly name: string }>(wanted: readonly T[], there: readonly T[]): T[] => [
        ...wanted,
        ...there.filter(
          ({ name }) =>
            wanted.every((member) => member.name !== name) && patterns.some((pattern) => pattern.test(name)),
        ),
      ]
      return {
        ...table,
        columns: carry(table.columns, found.columns),
        uniques: carry(table.uniques, found.uniques),
        exclusions: carry(table.exclusions, found.exclusions),
        checks: carry(table.checks, found.checks),
        foreignKeys: carry(table.foreignKeys, found.foreignKeys),
        indexes: carry(table.indexes, found.indexes),
      }
    }),
  }
}

/** What hangs on tables and is named by `ignore:`, unless the specs declare it. */
export function ignoredObjects(desired: Schema, actual: Schema, ignore: Desired['ignore']): SchemaObject[] {
  if (ignore.length === 0) return []
  const declared = new Set(desired.objects.map(refKey))
  return actual.objects.filter(
    (object) =>
      object.on?.kind === 'table' &&
      !declared.has(refKey(object)) &&
      ignore.some(({ table, pattern }) => isOn(object, table) && globPattern(pattern).test(object.name.name)),
  )
}

function isOn({ on }: SchemaObject, table: ObjectName): boolean {
  return on !== null && sameName(on.name, table)
}

function globPattern(glob: string): RegExp {
  const text = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${text}$`, 'u')
}
