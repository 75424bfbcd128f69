import { partitionsOf } from '../../model/family.ts'
import { nameKey } from '../../model/name.ts'
import { defaultBound, type PartitionOf, splitList } from '../../model/partition.ts'
import type { Table } from '../../model/table.ts'
import type { ColumnSpec, PartitionKeySpec, PartitionSpec, PartitionValue, TableSpec } from '../content.ts'
import { writtenName } from './names.ts'
import { sqlValue } from './sql-value.ts'
import type { Writing } from './writing.ts'

/** What the table inherits from, and what it is partitioned by. */
export function familyOf(table: Table, { dialect }: Writing): Partial<TableSpec> {
  const { inherits, partitionBy } = table
  return {
    ...(inherits.length === 0
      ? {}
      : { inherits: inherits.map((parent) => writtenName(parent, dialect.defaultSchema)) }),
    ...(partitionBy === null ? {} : { partition_by: { [partitionBy.strategy]: partitionBy.keys.map(keySpec) } }),
  }
}

/** A table as it is written, its columns in a Map, which keeps their order. */
export interface Written extends Omit<TableSpec, 'columns'> {
  readonly columns: ReadonlyMap<string, string | ColumnSpec>
}

/** A partition stands below its table, with what `section` says of it. */
export function partitionsWritten(
  table: Table,
  writing: Writing,
  section: (partition: Table) => Written,
): { readonly partitions?: object } {
  const partitions = partitionsOf(writing.schema, table.name)
  if (partitions.length === 0) return {}
  const written = partitions.map((partition): [string, object | 'default'] => {
    const { columns, ...rest } = section(partition)
    const bound = partition.partitionOf === null ? {} : boundSpec(partition.partitionOf)
    const spec: WrittenPartition = { ...bound, ...(columns.size === 0 ? {} : { columns }), ...rest }
    const alone = Object.keys(spec).length === 1 && spec.default === true
    return [writtenName(partition.name, table.name.schema), alone ? 'default' : spec]
  })
  return { partitions: Object.fromEntries(written) }
}

interface WrittenPartition extends Omit<PartitionSpec, 'columns'> {
  readonly columns?: Written['columns']
}

/** True for tables that have their place below another one. */
export function isBelow({ partitionOf }: Table, { schema }: Writing): boolean {
  return partitionOf !== null && schema.tables.some(({ name }) => nameKey(name) === nameKey(partitionOf.table))
}

function boundSpec({ bound }: PartitionOf): Omit<PartitionSpec, 'columns'> {
  if (bound === defaultBound) return { default: true }
  const [, from, to] = /^FOR VALUES FROM \((.*)\) TO \((.*)\)$/s.exec(bound) ?? []
  if (from !== undefined && to !== undefined) return { from: splitList(from).map(value), to: splitList(to).map(value) }
  const [, list] = /^FOR VALUES IN \((.*)\)$/s.exec(bound) ?? []
  if (list !== undefined) return { in: splitList(list).map(value) }
  const [, modulus, remainder] = /^FOR VALUES WITH \(modulus (\d+), remainder (\d+)\)$/.exec(bound) ?? []
  return { modulus: Number(modulus), remainder: Number(remainder) }
}

/** The inverse of what the binder makes of a value. */
function value(sql: string): PartitionValue {
  if (/^(?:MINVALUE|MAXVALUE)$/.test(sql)) return sql.toLowerCase()
  if (sql === 'NULL') return null
  const text = /^'((?:[^']|'')*)'$/s.exec(sql)?.[1]?.replaceAll("''", "'")
  if (text !== undefined && !/^(?:minvalue|maxvalue)$/.test(text)) return text
  const plain = sqlValue(sql)
  return typeof plain === 'string' ? { expression: plain } : plain
}

function keySpec(key: string): string | PartitionKeySpec {
  const [, on = key, collation, opclass] =
    /^(.*?)(?: COLLATE ("(?:[^"]|"")*"(?:\."(?:[^"]|"")*")?))?(?: ((?:\w+\.)?\w+_ops))?$/s.exec(key) ?? []
  const quoted = /^"((?:[^"]|"")*)"$/.exec(on)?.[1]?.replaceAll('""', '"')
  const column = quoted ?? (/^[a-z_][a-z0-9_]*$/.test(on) ? on : null)
  const spec: PartitionKeySpec = {
    ...(column === null ? { expression: sqlValue(on) } : { column }),
    ...(collation === undefined ? {} : { collation: plainCollation(collation) }),
    ...(opclass === undefined ? {} : { opclass }),
  }
  return column !== null && Object.keys(spec).length === 1 ? column : spec
}

function plainCollation(sql: string): string {
  return /^"([^".]+)"$/.exec(sql)?.[1] ?? sql
}
