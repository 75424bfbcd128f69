import { indexedColumns } from '../model/table-index.ts'
import { nameKey } from '../model/name.ts'
import { defaultBound, type PartitionKey, type PartitionOf } from '../model/partition.ts'
import type { Table } from '../model/table.ts'
import type { Binding, Declared } from './binding.ts'
import { bindCollation } from './bind-column.ts'
import { hasColumn, reportColumn } from './column-references.ts'
import type { PartitionBySpec, PartitionKeySpec, PartitionValue } from './content.ts'
import { engineText } from './engine-text.ts'
import { below, type Place } from './spec-file.ts'

const strategies: readonly PartitionKey['strategy'][] = ['range', 'list', 'hash']

/** What `partition_by` says; null where there is none, or where the engine has none. */
export function bindPartitionKey(binding: Binding, table: Declared): PartitionKey | null {
  const { partition_by: spec, partitions } = table.spec
  const place = below(table.place, 'partition_by')
  if (!binding.facts.partitions) {
    if (spec !== undefined)
      binding.note(place, 'not-kept', 'SQLite has no partitions, the table keeps all rows itself', table.shown)
    return null
  }
  if (spec === undefined) {
    if (partitions !== undefined)
      binding.error(
        below(table.place, 'partitions'),
        'missing-partition-key',
        `table ${table.shown} has partitions, but nothing says what it is partitioned by`,
        'add partition_by: { range: [a column] }, or list, or hash',
      )
    return null
  }
  const strategy = strategyOf(spec)
  if (strategy === null) {
    if (!table.damaged)
      binding.error(
        place,
        'conflicting-keys',
        `table ${table.shown}: partition_by takes one of range, list and hash`,
        'keep one',
      )
    return null
  }
  if (table.spec.inherits !== undefined && table.spec.inherits.length > 0)
    binding.error(
      place,
      'conflicting-keys',
      `table ${table.shown} inherits, so it cannot be partitioned`,
      'keep one of the two',
    )
  const written = spec[strategy] ?? []
  if (strategy === 'list' && written.length > 1)
    binding.error(
      below(place, 'list'),
      'partition-key',
      `table ${table.shown}: a list partition key is one column`,
      'keep one, or use range',
    )
  const keys = written.map((key, position) => bindKey(binding, table, key, below(place, strategy, String(position))))
  return { strategy, keys }
}

function bindKey(binding: Binding, table: Declared, written: string | PartitionKeySpec, place: Place): string {
  const spec: PartitionKeySpec = typeof written === 'string' ? { column: written } : written
  const what = `partition_by of ${table.shown}`
  const { column, expression, opclass } = spec
  if ((column === undefined) === (expression === undefined) && !table.damaged)
    binding.error(
      place,
      'conflicting-keys',
      `${what}: a key is either a column or an expression`,
      'write { column: … } or { expression: … }',
    )
  if (column !== undefined && !hasColumn(table, column)) reportColumn(binding, table, column, place, what)
  const on =
    column !== undefined
      ? binding.dialect.words.quote(column)
      : `(${engineText(binding, expression ?? '', below(place, 'expression'), what) ?? ''})`
  const collation = bindCollation(binding, spec.collation, below(place, 'collation'), what)
  return [
    on,
    ...(collation === null ? [] : [`COLLATE ${collation.includes('"') ? collation : `"${collation}"`}`]),
    ...(opclass === undefined ? [] : [opclass]),
  ].join(' ')
}

/** Which rows the partition takes, in the server's form; its values as they are written. */
export function bindPartition(binding: Binding, table: Declared): PartitionOf | null {
  if (table.partition === null) return null
  const { of: parent, spec } = table.partition
  const strategy = strategyOf(parent.spec.partition_by ?? {})
  const place = table.place
  const bound = strategy === null ? null : boundOf(binding, table, parent, strategy)
  const extra = (['from', 'to', 'in', 'modulus', 'remainder', 'default'] as const).filter(
    (key) => spec[key] !== undefined && !wanted(strategy, spec.default === true).includes(key),
  )
  if (strategy === 'hash' && spec.default === true)
    binding.error(place, 'partition-bound', `partition ${table.shown}: hash has no default`, forms.hash)
  else if (strategy !== null && extra[0] !== undefined)
    binding.error(
      below(place, extra[0]),
      'partition-bound',
      `partition ${table.shown}: ${extra[0]} does not go with a ${spec.default === true ? 'default partition' : `table partitioned by ${strategy}`}`,
      forms[strategy],
    )
  return { table: parent.name, bound: bound ?? defaultBound, proof: null }
}

const forms: Readonly<Record<PartitionKey['strategy'], string>> = {
  range: 'write { from: [value], to: [value] }, or default',
  list: 'write { in: [values] }, or default',
  hash: 'write { modulus: 4, remainder: 0 }',
}

function wanted(strategy: PartitionKey['strategy'] | null, isDefault: boolean): readonly string[] {
  if (strategy === 'hash') return ['modulus', 'remainder']
  if (isDefault) return ['default']
  return strategy === 'list' ? ['in'] : ['from', 'to']
}

function boundOf(
  binding: Binding,
  table: Declared,
  parent: Declared,
  strategy: PartitionKey['strategy'],
): string | null {
  const spec = table.partition?.spec ?? {}
  const { place, shown } = table
  if (spec.default === true) return null
  const missing = (): null => {
    if (!table.damaged)
      binding.error(place, 'partition-bound', `partition ${shown} does not say which rows it takes`, forms[strategy])
    return null
  }
  const values = (list: readonly PartitionValue[], key: 'from' | 'to' | 'in'): string =>
    list.map((value, position) => valueText(binding, value, below(place, key, String(position)), shown)).join(', ')
  switch (strategy) {
    case 'range': {
      if (spec.from === undefined || spec.to === undefined) return missing()
      const keys = parent.spec.partition_by?.range?.length ?? 0
      for (const key of ['from', 'to'] as const) {
        if (spec[key]?.length !== keys)
          binding.error(
            below(place, key),
            'partition-bound',
            `partition ${shown}: ${key} has ${spec[key]?.length} values, the partition key of ${parent.shown} has ${keys}`,
            'write one value for each',
          )
      }
      return `FOR VALUES FROM (${values(spec.from, 'from')}) TO (${values(spec.to, 'to')})`
    }
    case 'list':
      return spec.in === undefined ? missing() : `FOR VALUES IN (${values(spec.in, 'in')})`
    case 'hash': {
      const { modulus, remainder } = spec
      if (modulus === undefined || remainder === undefined) return missing()
      if (remainder >= modulus)
        binding.error(
          below(place, 'remainder'),
          'partition-bound',
          `partition ${shown}: the remainder must be less than the modulus`,
          `write 0 to ${modulus - 1}`,
        )
      return `FOR VALUES WITH (modulus ${modulus}, remainder ${remainder})`
    }
  }
}

/** Text stands for itself, unlike in a default; what is to be computed is an expression. */
function valueText(binding: Binding, value: PartitionValue, place: Place, shown: string): string {
  if (value === null) return 'NULL'
  if (typeof value === 'object')
    return engineText(binding, value.expression, below(place, 'expression'), `partition ${shown}`) ?? 'NULL'
  if (typeof value !== 'string') return String(value)
  if (value === 'minvalue' || value === 'maxvalue') return value.toUpperCase()
  return `'${value.replaceAll("'", "''")}'`
}

function strategyOf(spec: PartitionBySpec): PartitionKey['strategy'] | null {
  const [first, second] = strategies.filter((strategy) => spec[strategy] !== undefined)
  return first === undefined || second !== undefined ? null : first
}

/**
 * Each partition checks uniqueness for itself, so rows that may be equal have to be in the same one: every key, also one of
 * a table further up, has all that the table is partitioned by.
 */
export function checkKeysOfPartitioned(
  binding: Binding,
  table: Declared,
  bound: Table,
  all: ReadonlyMap<string, Table>,
): void {
  const by = bound.partitionBy
  if (by === null) return
  const { quote } = binding.dialect.words
  for (let owner: Declared | undefined = table; owner !== undefined; owner = owner.partition?.of) {
    const from = owner === table ? bound : all.get(nameKey(owner.name))
    for (const { what, columns } of from === undefined ? [] : keysOf(from)) {
      const part = by.keys.find(
        (key) => !columns.some((column) => key === quote(column) || key.startsWith(`${quote(column)} `)),
      )
      if (part === undefined || !columns.every((column) => hasColumn(table, column))) continue
      binding.error(
        below(table.place, 'partition_by'),
        'partition-key-in-unique',
        `${what} of ${owner.shown} lacks ${part}, which ${table.shown} is partitioned by`,
        `add ${part} to it: PostgreSQL keeps keys unique within each partition alone`,
      )
    }
  }
}

function keysOf({
  primaryKey,
  uniques,
  indexes,
}: Table): { readonly what: string; readonly columns: readonly string[] }[] {
  return [
    ...(primaryKey === null ? [] : [{ what: 'the primary key', columns: primaryKey.columns }]),
    ...uniques.map(({ name, columns }) => ({ what: `unique constraint ${name}`, columns })),
    ...indexes
      .filter(({ unique }) => unique)
      .map(({ name, keys }) => ({
        what: `unique index ${name}`,
        columns: indexedColumns({ keys }),
      })),
  ]
}
