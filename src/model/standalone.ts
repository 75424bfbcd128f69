import { sameValue } from '../lib/compare.ts'
import type { Column } from './column.ts'
import { ownKeys } from './key-as-part.ts'
import { objectName } from './object-name.ts'
import type { PartitionParts } from './partition.ts'
import { type Schema, tableOf } from './schema.ts'
import { columnOf, type Table } from './table.ts'

/** A partition as it is once it has left its table: what it had from there is its own, under the names of its parts. */
export function standalone(schema: Schema, table: Table): Table {
  const parent = parentIn(schema, table)
  if (parent === null) return { ...table, partitionOf: null }
  const { indexes, foreignKeys } = table.partitionOf?.parts ?? { indexes: {}, foreignKeys: {} }
  const own = <T extends Named>(
    members: readonly T[],
    passed: readonly T[],
    names: Readonly<Record<string, string>>,
  ): T[] => [...members, ...passed.flatMap((member) => renamed(member, names[member.name]))].sort(byName)
  const keys = ownKeys(table)
  const checks = parent.checks.filter(
    ({ name, noInherit }) => noInherit !== true && table.checks.every((check) => check.name !== name),
  )
  const [key = null] = parent.primaryKey === null ? [] : renamed(parent.primaryKey, indexes[parent.primaryKey.name])
  return {
    ...table,
    partitionOf: null,
    columns: parent.columns.map((column) => columnOf(table, column.name) ?? left(column)),
    primaryKey: table.primaryKey ?? key,
    uniques: own(table.uniques, parent.uniques, indexes),
    exclusions: own(table.exclusions, parent.exclusions, indexes),
    // What is attached as a part may be a key of its own.
    indexes: own(
      table.indexes,
      parent.indexes.filter(({ name }) => !keys.includes(indexes[name] ?? '')),
      indexes,
    ).map((index) => (table.indexes.includes(index) ? index : { ...index, comment: null, valid: true })),
    foreignKeys: own(table.foreignKeys, parent.foreignKeys, foreignKeys),
    checks: [...table.checks, ...checks.flatMap((check) => renamed(check, check.name))].sort(byName),
  }
}

/**
 * What a table has to be like before it becomes a partition. Where it has an index or a key like the table's already, that
 * one becomes the part, whatever it is called.
 */
export function beforeAttach(schema: Schema, table: Table, now: Table): Table {
  const parent = parentIn(schema, table)
  if (parent === null || table.partitionOf === null) return table
  const called = (columns: readonly string[] | null, label: string): string =>
    objectName(table.name.name, columns?.join('_') ?? null, label, 63)
  const key = parent.primaryKey
  const indexes: Record<string, string> = {
    ...(key === null ? {} : { [key.name]: now.primaryKey?.name ?? called(null, 'pkey') }),
    ...namesOf(parent.uniques, now.uniques, ({ columns }) => called(columns, 'key')),
    ...namesOf(parent.exclusions, now.exclusions, ({ elements }) => called(elements.map(labelOf), 'excl')),
    ...namesOf(parent.indexes, now.indexes, ({ keys }) => called(keys.map(labelOf), 'idx')),
  }
  const parts: PartitionParts = {
    indexes,
    foreignKeys: namesOf(parent.foreignKeys, now.foreignKeys, ({ name }) => name),
  }
  return standalone(schema, { ...table, partitionOf: { ...table.partitionOf, parts } })
}

interface Named {
  readonly name: string
}

/** Its table, with what that has from further up. */
function parentIn(schema: Schema, { partitionOf }: Table): Table | null {
  const parent = partitionOf === null ? undefined : tableOf(schema, partitionOf.table)
  return parent === undefined ? null : standalone(schema, parent)
}

/** Comments stay where they are. */
function renamed<T extends Named>(member: T, name: string | undefined): T[] {
  if (name === undefined) return []
  const { comment: _, ...rest } = member as T & { readonly comment?: unknown }
  return [{ ...rest, name } as unknown as T]
}

/** A column without what partitions do not have from their table: numbering, comments, statistics. */
function left({ notNull: _, ...column }: Column): Column {
  const physical = { ...column.physical, statistics: null, options: {} }
  return { ...column, identity: null, sequence: null, comment: null, physical }
}

function namesOf<T extends Named>(
  wanted: readonly T[],
  present: readonly T[],
  fallback: (member: T) => string,
): Record<string, string> {
  const free = [...present]
  return Object.fromEntries(
    wanted.map((member) => {
      const at = free.findIndex((other) => sameValue(essence(other), essence(member)))
      const [found] = at < 0 ? [] : free.splice(at, 1)
      return [member.name, found?.name ?? fallback(member)]
    }),
  )
}

function essence(member: Named): unknown {
  return { ...member, name: '', comment: null, valid: true, validated: true }
}

function labelOf({ on }: { readonly on: { readonly column: string } | { readonly expression: string } }): string {
  return 'column' in on ? on.column : 'expr'
}

function byName(a: Named, b: Named): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}
