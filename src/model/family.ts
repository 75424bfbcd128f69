import { compareText } from '../lib/compare.ts'
import { type Column, isIdentity, withNotNull } from './column.ts'
import type { Check } from './constraint.ts'
import { nameKey, type ObjectName } from './name.ts'
import type { PartitionParts } from './partition.ts'
import { childrenOf, type Schema, tableOf } from './schema.ts'
import { parentsOf, type Table } from './table.ts'

/** Columns that come from parents, the nearest parent's definition of each. Those that the table defines itself are not among them. */
export function inheritedColumns(schema: Schema, table: Table): readonly Column[] {
  const own = new Set(table.columns.map(({ name }) => name))
  const found = new Map<string, Column>()
  for (const parent of parentsOf(table)) {
    const from = tableOf(schema, parent)
    if (from === undefined) continue
    const passed = [...from.columns.map(passedOn), ...inheritedColumns(schema, from)]
    for (const column of table.partitionOf === null ? passed.map(withoutCounter) : passed) {
      if (!own.has(column.name) && !found.has(column.name)) found.set(column.name, column)
    }
  }
  return [...found.values()]
}

/** NO INHERIT keeps NOT NULL to the table itself; its name there is none of its heirs' business. */
function passedOn(column: Column): Column {
  const { notNull } = column
  if (notNull === undefined) return column
  if (notNull.noInherit === true) return withNotNull(column, true)
  return withNotNull(column, column.nullable, notNull.validated === false ? { validated: false } : undefined)
}

/** Identity is not inherited, but by partitions; that it is required is. */
function withoutCounter(column: Column): Column {
  return isIdentity(column) ? { ...column, identity: null, sequence: null } : column
}

/** Columns of the parents, those that the table defines itself as well among them. */
export function columnsOfParents(schema: Schema, table: Table): readonly Column[] {
  return inheritedColumns(schema, { ...table, columns: [] })
}

/** Checks that come from parents, by any distance. */
export function checksOfParents(schema: Schema, table: Table): readonly Check[] {
  return parentsOf(table).flatMap((parent) => {
    const from = tableOf(schema, parent)
    return from === undefined
      ? []
      : [...from.checks.filter(({ noInherit }) => noInherit !== true), ...checksOfParents(schema, from)]
  })
}

export function partitionsOf(schema: Schema, name: ObjectName): Table[] {
  if (tableOf(schema, name)?.partitionBy === null) return []
  return childrenOf(schema, name).filter(({ partitionOf }) => partitionOf !== null)
}

/** Partitions of all levels, each after what it is a partition of. */
export function allPartitionsOf(schema: Schema, name: ObjectName): Table[] {
  return partitionsOf(schema, name).flatMap((table) => [table, ...allPartitionsOf(schema, table.name)])
}

/** What the partitions of all levels call their parts of an index, a key or a foreign key of the table. */
export function partsOf(
  schema: Schema,
  table: ObjectName,
  kind: keyof PartitionParts,
  name: string,
): { readonly table: ObjectName; readonly name: string }[] {
  return partitionsOf(schema, table).flatMap((partition) => {
    const own = partition.partitionOf?.parts?.[kind][name]
    return own === undefined
      ? []
      : [{ table: partition.name, name: own }, ...partsOf(schema, partition.name, kind, own)]
  })
}

/** Where the rows are: the partitions that are not partitioned themselves. */
export function leavesOf(schema: Schema, name: ObjectName): Table[] {
  return allPartitionsOf(schema, name).filter(({ partitionBy }) => partitionBy === null)
}

/** Tables that have columns from this one, by any distance, in the order of the schema. */
export function heirsOf(schema: Schema, name: ObjectName): Table[] {
  const heirs = new Map<string, Table>()
  const names = [name]
  // A list that grows while it is walked is walked to its end.
  for (const parent of names) {
    for (const child of childrenOf(schema, parent)) {
      if (!heirs.has(nameKey(child.name))) names.push(child.name)
      heirs.set(nameKey(child.name), child)
    }
  }
  return [...heirs].toSorted(([a], [b]) => compareText(a, b)).map(([, heir]) => heir)
}

/** Keys of the names of the table's ancestors, the nearest first. */
export function ancestorsOf(schema: Schema, table: Table): string[] {
  return parentsOf(table).flatMap((parent) => {
    const from = tableOf(schema, parent)
    return [nameKey(parent), ...(from === undefined ? [] : ancestorsOf(schema, from))]
  })
}
