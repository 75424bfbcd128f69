import { sameValue } from '../lib/compare.ts'
import type { Backfill } from '../model/backfill.ts'
import type { Change } from '../model/change.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { allPartitionsOf, columnsOfParents, partitionsOf } from '../model/family.ts'
import { displayName, isQuarantined, type ObjectName, sameName } from '../model/name.ts'
import { defaultBound, type PartitionKey } from '../model/partition.ts'
import { rowKey } from '../model/row-key.ts'
import { childrenOf, type Schema, tableOf } from '../model/schema.ts'
import type { Table } from '../model/table.ts'

/** Differences in how a table spreads its rows, or in what it belongs to, that there is no way to carry out yet. */
export function refusedFamily(before: Table, after: Table, actual: Schema, desired: Schema): Diagnostic[] {
  const shown = displayName(after.name)
  if (!sameValue(before.partitionBy, after.partitionBy)) {
    return [
      refusal(
        'partition-key-changed',
        `table ${shown} is ${keyText(before.partitionBy)}, and is to be ${keyText(after.partitionBy)}: ${before.partitionBy === null ? 'nothing says which partition has its rows' : 'every row would have to be moved'}`,
        before.partitionBy === null ? holderWanted(after, desired) : repartitioned(before, after),
      ),
    ]
  }
  if (leaves(after, before)) {
    const passed = columnsOfParents(desired, after).map(({ name }) => name)
    const extra = before.partitionOf === null ? before.columns.find(({ name }) => !passed.includes(name)) : undefined
    if (extra !== undefined)
      return [
        refusal(
          'partition-moved',
          `table ${shown} is to be ${partOf(after)}, but has a column ${extra.name} which that table does not have`,
          isQuarantined(extra.name)
            ? 'it was put aside by an earlier change: `reconcile purge` it first'
            : 'drop the column in a change of its own, purge it, and attach the table then',
        ),
      ]
  }
  return [
    ...numberedBy(before, leaves(before, after) ? before.partitionOf : null, actual).map(({ column, parent }) =>
      refusal(
        'partition-moved',
        `table ${shown} is ${partOf(before)}, and is to be ${partOf(after)}, but ${column} is numbered by a sequence of ${parent}`,
        'give the partition a default of its own for that column first, or keep it where it is',
      ),
    ),
    ...before.inherits
      .filter((parent) => !after.inherits.some((other) => sameName(other, parent)))
      .flatMap((table) => numberedBy(before, { table }, actual))
      .map(({ column, parent }) =>
        refusal(
          'parent-left',
          `table ${shown} is no longer to inherit from ${parent}, but its ${column} is numbered by a sequence of that table`,
          `declare ${column} in ${shown} as well, with a default of its own, in a change before this one`,
        ),
      ),
  ]
}

/** A column that has its numbers from the sequence of a parent's, and nothing of its own to say about it. */
function numberedBy(
  table: Table,
  from: { readonly table: ObjectName } | null,
  actual: Schema,
): { readonly column: string; readonly parent: string }[] {
  if (from === null) return []
  const passed = columnsOfParents(actual, { ...table, inherits: [from.table], partitionOf: null })
  const numbered = passed.find(
    ({ name, identity }) => identity === 'serial' && !table.columns.some((own) => own.name === name),
  )
  return numbered === undefined ? [] : [{ column: numbered.name, parent: displayName(from.table) }]
}

/** A plain table becomes one of the partitions as it is, without any row being moved (R24): the specs have to say which. */
function holderWanted({ name, partitionBy }: Table, desired: Schema): string {
  const line = (called: string, bound: string): string =>
    `${asWritten(called)}: { renamed_from: ${asWritten(name.name)}, ${bound} }`
  const rest = partitionsOf(desired, name).find(({ partitionOf }) => partitionOf?.bound === defaultBound)
  const said = rest === undefined ? suggested() : line(rest.name.name, 'default: true')
  return `let one partition be the table as it is, with its rows, ${said}: it is attached, no row is copied`

  function suggested(): string {
    const keys = partitionBy?.keys ?? []
    switch (partitionBy?.strategy) {
      case 'range': {
        const open = keys.map(() => 'minvalue').join(', ')
        const last = keys.map((_key, at) => (at === 0 ? '<a value beyond all rows>' : 'minvalue')).join(', ')
        return `${line(`${name.name}_until`, `from: [${open}], to: [${last}]`)}, and the other partitions begin there`
      }
      case 'hash':
        return line(`${name.name}_0`, 'modulus: 1, remainder: 0')
      default:
        return line(`${name.name}_rest`, 'default: true')
    }
  }
}

/** What to do where rows would have to go from one kind of table into another. */
function repartitioned(before: Table, { name: { name }, partitionBy }: Table): string {
  const old = `${name}_old`
  const columns = before.columns
    .filter(({ name: column, generated }) => generated === null && !isQuarantined(column))
    .map(({ name: column }) => asWritten(column))
    .join(', ')
  return [
    `first rename it, ${old}: { renamed_from: ${name} }, with the foreign keys that refer to it`,
    `in the next change, without that renamed_from, declare ${name} as it is to be${partitionBy === null ? '' : ', with partitions of other names'}`,
    `then copy the rows, insert into ${name} (${columns}) overriding system value select ${columns} from ${old}`,
    `and last leave ${old} out of the specs and let the foreign keys refer to ${name}`,
    ...(partitionBy === null ? ['a partition that is declared as a table of its own is detached with its rows'] : []),
  ].join('; ')
}

/** In YAML and in SQL alike. */
function asWritten(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : JSON.stringify(name)
}

/** True for a partition that is to be none, or one of another table. */
export function leaves({ partitionOf: from }: Table, { partitionOf: to }: Table): boolean {
  return from !== null && (to === null || !sameName(from.table, to.table))
}

/** What no statement does to tables that stand for others as well. */
export function refusedOnFamilies(changes: readonly Change[], actual: Schema, desired: Schema): Diagnostic[] {
  return changes.flatMap((change): Diagnostic[] => {
    if (change.kind === 'change_type') return keyType(change.table, change.after.name, actual)
    return change.kind === 'run_backfill' ? manyTables(change.backfill, desired) : []
  })
}

/** PostgreSQL does not change the type of what decides where a row is, nor may a partition be partitioned by it. */
function keyType(table: ObjectName, column: string, actual: Schema): Diagnostic[] {
  const whole = tableOf(actual, table)
  if (whole === undefined) return []
  const partitioned = [whole, ...allPartitionsOf(actual, table)].find(
    ({ partitionBy }) => partitionBy?.keys.some((key) => mentions(key, column)) === true,
  )
  if (partitioned === undefined) return []
  return [
    refusal(
      'partition-key-type',
      `column ${displayName(table)}.${column} is to change its type, but ${displayName(partitioned.name)} is partitioned by it`,
      'keep the type, or declare a new table beside it and move the rows',
    ),
  ]
}

/** Batches go by a key, or by the places of rows in one table: rows of several tables have neither in common. */
function manyTables({ table, name }: Backfill, desired: Schema): Diagnostic[] {
  const whole = tableOf(desired, table)
  if (whole === undefined) return []
  const heirs = childrenOf(desired, table).some(({ inherits }) => inherits.length > 0)
  if (!heirs && (whole.partitionBy === null || rowKey(whole) !== null)) return []
  return [
    refusal(
      'backfill-of-many-tables',
      `backfill ${name} goes over ${displayName(table)}, whose rows are in several tables without a key in common`,
      heirs
        ? `fill ${displayName(table)} and the tables that inherit from it by hand`
        : `give ${displayName(table)} a primary key`,
    ),
  ]
}

function mentions(sql: string, column: string): boolean {
  return (
    sql === column ||
    sql
      .replaceAll(/'(?:[^']|'')*'/g, '')
      .split(/[^\p{L}\p{N}_$]+/u)
      .includes(column) ||
    sql.includes(`"${column}"`)
  )
}

function keyText(key: PartitionKey | null): string {
  return key === null ? 'not partitioned' : `partitioned by ${key.strategy} (${key.keys.join(', ')})`
}

function partOf({ partitionOf }: Table): string {
  return partitionOf === null ? 'a table of its own' : `a partition of ${displayName(partitionOf.table)}`
}

function refusal(id: string, message: string, help: string): Diagnostic {
  return { id, severity: 'error', message, help, position: null, sqlState: null }
}
