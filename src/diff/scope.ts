import { isQuarantined, nameKey, type ObjectName } from '../model/name.ts'
import type { Desired } from '../model/desired.ts'
import type { Recorded } from '../model/recorded.ts'
import type { Schema } from '../model/schema.ts'

export interface Scope {
  /** The part of the actual schema that is ours to compare. */
  readonly managed: Schema
  /** Tables that nobody has declared, applied or adopted: reported, never touched (DESIGN.md §5 Ownership). */
  readonly unmanaged: readonly ObjectName[]
}

/** Splits the database into what the specs or an earlier run speak for, and the rest. */
export function scopeOf(actual: Schema, desired: Desired, recorded: Recorded | null): Scope {
  const tables = new Set([
    ...desired.schema.tables.map(({ name }) => nameKey(name)),
    ...desired.renames.filter(({ column }) => column === null).map(({ table, from }) => nameKey({ ...table, name: from })),
    ...(recorded?.schema.tables.map(({ name }) => nameKey(name)) ?? []),
  ])
  const enums = new Set([
    ...desired.schema.enums.map(({ name }) => nameKey(name)),
    ...(recorded?.schema.enums.map(({ name }) => nameKey(name)) ?? []),
  ])
  return {
    managed: {
      ...actual,
      tables: actual.tables.filter(({ name }) => tables.has(nameKey(name))).map((table) => withoutIgnored(table, desired)),
      enums: actual.enums.filter(({ name }) => enums.has(nameKey(name)) && !isQuarantined(name.name)),
    },
    unmanaged: actual.tables.map(({ name }) => name).filter((name) => !tables.has(nameKey(name))),
  }
}

/** Leaves out the members that `ignore:` names and the specs do not declare. */
function withoutIgnored(table: Schema['tables'][number], desired: Desired): Schema['tables'][number] {
  if (desired.ignore.length === 0) return table
  const wanted = desired.schema.tables.find(({ name }) => nameKey(name) === nameKey(table.name))
  const patterns = desired.ignore.map(globPattern)
  const keep = <T extends { readonly name: string }>(members: readonly T[], declared: readonly T[] | undefined): T[] =>
    members.filter(
      ({ name }) => (declared?.some((member) => member.name === name) ?? false) || !patterns.some((pattern) => pattern.test(name)),
    )
  return {
    ...table,
    columns: keep(table.columns, wanted?.columns),
    uniques: keep(table.uniques, wanted?.uniques),
    checks: keep(table.checks, wanted?.checks),
    foreignKeys: keep(table.foreignKeys, wanted?.foreignKeys),
    indexes: keep(table.indexes, wanted?.indexes),
  }
}

function globPattern(glob: string): RegExp {
  const text = glob.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*').replaceAll('?', '.')
  return new RegExp(`^${text}$`, 'u')
}
