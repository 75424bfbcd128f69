import { compareText } from '../lib/compare.ts'
import type { Desired } from '../model/desired.ts'
import { nameKey, type ObjectName, sameName } from '../model/name.ts'
import { refKey } from '../model/object-ref.ts'
import type { SchemaObject } from '../model/object.ts'
import type { Schema } from '../model/schema.ts'

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

/** Without what `ignore:` names, on tables and hanging on them. */
export function withoutIgnored(schema: Schema, ignore: Desired['ignore']): Schema {
  if (ignore.length === 0) return schema
  const isIgnored = (table: ObjectName, name: string): boolean =>
    ignore.some((item) => sameName(item.table, table) && globPattern(item.pattern).test(name))
  return {
    ...schema,
    objects: schema.objects.filter(({ on, name }) => on?.kind !== 'table' || !isIgnored(on.name, name.name)),
    tables: schema.tables.map((table) => {
      const kept = <T extends { readonly name: string }>(members: readonly T[]): T[] =>
        members.filter(({ name }) => !isIgnored(table.name, name))
      return {
        ...table,
        columns: kept(table.columns),
        uniques: kept(table.uniques),
        exclusions: kept(table.exclusions),
        checks: kept(table.checks),
        foreignKeys: kept(table.foreignKeys),
        indexes: kept(table.indexes),
      }
    }),
  }
}

function isOn({ on }: SchemaObject, table: ObjectName): boolean {
  return on !== null && sameName(on.name, table)
}

export function globPattern(glob: string): RegExp {
  const text = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${text}$`, 'u')
}
