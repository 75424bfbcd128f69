import { type Column, type ColumnPhysical, usualColumn } from '../model/column.ts'
import { type IndexMarks, type Table, type TablePhysical, usualTable } from '../model/table.ts'
import { didYouMean } from '../lib/text.ts'
import type { Binding, Declared } from './binding.ts'
import type { ColumnSpec } from './content.ts'
import { bindOptions } from './bind-options.ts'
import { below, keyOf, type Place } from './spec-file.ts'
import { storageOptions } from './storage-options.ts'

const columnKeys = ['storage', 'compression', 'statistics', 'options'] as const
const tableKeys = ['unlogged', 'access_method', 'options', 'replica_identity', 'cluster'] as const

/** How the values of a column are kept: PostgreSQL's own business, which SQLite knows nothing of. */
export function bindColumnPhysical(
  binding: Binding,
  spec: ColumnSpec,
  type: string,
  place: Place,
  shown: string,
): ColumnPhysical {
  if (binding.dialect.name === 'sqlite') return notKept(binding, spec, columnKeys, place, shown, usualColumn)
  if (fixedLength.test(type)) {
    for (const key of ['storage', 'compression'] as const) {
      if (spec[key] === undefined || spec[key] === 'plain') continue
      const message = `column ${shown}: values of the type ${type} have a fixed length and no ${key} to choose`
      binding.error(below(place, key), 'storage-type', message, `leave ${key} out`)
    }
  }
  if (spec.statistics !== undefined && spec.stored === false) {
    const message = `column ${shown}: ANALYZE keeps nothing of a virtual column`
    binding.error(below(place, 'statistics'), 'storage-type', message, 'leave statistics out')
  }
  return {
    storage: spec.storage === usualStorage(type) ? null : (spec.storage ?? null),
    compression: spec.compression ?? null,
    statistics: spec.statistics ?? null,
    options: bindOptions(spec.options),
  }
}

/** Types that the catalog never compresses nor moves out of the row. */
const fixedLength =
  /^(smallint|integer|bigint|boolean|real|double precision|date|money|oid|uuid|interval|(time|timestamp)(\(\d\))? with(out)? time zone)$/

/** What the type does anyway is not worth a word; null where only the server knows. */
function usualStorage(type: string): ColumnPhysical['storage'] {
  if (fixedLength.test(type)) return 'plain'
  if (/^(numeric|inet|cidr)(\(|$)/.test(type)) return 'main'
  return /^(text|bytea|jsonb?|xml|character varying|character)(\(|$)|\[\]$/.test(type) ? 'extended' : null
}

/** How a table is kept; `table` is the rest of it, whose indexes are named here. */
export function bindTablePhysical(binding: Binding, declared: Declared, table: Omit<Table, 'physical'>): TablePhysical {
  const { spec, place, shown } = declared
  if (binding.dialect.name === 'sqlite') return notKept(binding, spec, tableKeys, place, shown, usualTable)
  const method = spec.access_method === 'heap' ? null : (spec.access_method ?? null)
  if (method === null) checkOptions(binding, declared)
  return {
    unlogged: spec.unlogged === true,
    accessMethod: method,
    options: bindOptions(spec.options),
    marks: bindMarks(binding, declared, table),
  }
}

function notKept<K extends string, T>(
  binding: Binding,
  spec: Readonly<Partial<Record<K, unknown>>>,
  keys: readonly K[],
  place: Place,
  shown: string,
  usual: T,
): T {
  const written = keys.find((key) => spec[key] !== undefined)
  if (written !== undefined) {
    binding.note(below(place, written), 'not-kept', 'SQLite has no say in how values and tables are stored', shown)
  }
  return usual
}

function checkOptions(binding: Binding, { spec, place, shown }: Declared): void {
  if (spec.options === undefined) return
  const known = storageOptions(binding.version)
  for (const name of Object.keys(spec.options)) {
    if (known.includes(name)) continue
    const near = didYouMean(name, known)
    binding.error(
      keyOf(below(place, 'options', name)),
      'unknown-option',
      `table ${shown}: PostgreSQL ${binding.version} has no storage parameter ${name}`,
      near === null ? 'see the storage parameters of CREATE TABLE' : `did you mean ${near}?`,
    )
  }
}

function bindMarks(binding: Binding, { spec, place, shown }: Declared, table: Omit<Table, 'physical'>): IndexMarks {
  const { replica_identity: identity = 'default', cluster = null } = spec
  const indexes = [
    ...(table.primaryKey === null ? [] : [table.primaryKey.name]),
    ...[...table.uniques, ...table.exclusions, ...table.indexes].map(({ name }) => name),
  ]
  const check = (name: string, key: 'replica_identity' | 'cluster', at: Place): void => {
    if (indexes.includes(name)) return
    const near = didYouMean(name, indexes)
    binding.error(
      at,
      'unknown-index',
      `table ${shown}: ${key} names ${name}, which is no index of it`,
      near === null ? 'declare it under indexes, or name the constraint it belongs to' : `did you mean ${near}?`,
    )
  }
  if (cluster !== null) {
    check(cluster, 'cluster', below(place, 'cluster'))
    checkCluster(binding, cluster, below(place, 'cluster'), shown, table)
  }
  if (typeof identity !== 'object') return { replicaIdentity: identity, cluster }
  const at = below(place, 'replica_identity', 'index')
  check(identity.index, 'replica_identity', at)
  checkIdentity(binding, identity.index, at, shown, table)
  return { replicaIdentity: identity, cluster }
}

/** CLUSTER orders all rows, which takes an index of all rows that has an order. */
function checkCluster(binding: Binding, name: string, at: Place, shown: string, table: Omit<Table, 'physical'>): void {
  const index = table.indexes.find((one) => one.name === name)
  if (index === undefined) return
  const ordered = ['btree', 'gist'].includes(index.method)
  if (ordered && index.where === null) return
  const message = `table ${shown}: nothing can be clustered by ${name}: ${ordered ? 'it is partial' : `${index.method} has no order`}`
  binding.error(at, 'cluster-index', message, 'name an index of all rows, of the method btree or gist')
}

/** REPLICA IDENTITY in the manual: unique, whole, not deferrable, and none of its columns may be NULL. */
function checkIdentity(binding: Binding, name: string, at: Place, shown: string, table: Omit<Table, 'physical'>): void {
  const index = table.indexes.find((one) => one.name === name)
  const unique = [table.primaryKey, ...table.uniques].find((one) => one?.name === name) ?? undefined
  const columns = index?.keys.map(({ on }) => ('column' in on ? on.column : null)) ?? unique?.columns ?? []
  const required = (column: string | null): boolean =>
    table.columns.some((one: Column) => one.name === column && !one.nullable)
  const fault =
    index?.unique === false || table.exclusions.some((one) => one.name === name)
      ? 'it is not unique'
      : index !== undefined && index.where !== null
        ? 'it is partial'
        : (unique?.deferrable ?? 'no') !== 'no'
          ? 'its constraint is deferrable'
          : columns.every(required)
            ? null
            : 'not all of its keys are columns that are not_null'
  if (fault === null) return
  const message = `table ${shown}: ${name} cannot tell rows apart for replication: ${fault}`
  binding.error(at, 'replica-identity', message, 'name the index of a unique constraint on not_null columns')
}
