import { bug } from '../../../lib/errors.ts'
import type { ObjectName } from '../../../model/name.ts'
import type { PartitionOf } from '../../../model/partition.ts'
import type { Table } from '../../../model/table.ts'
import type { PartitionWords } from '../../partition-words.ts'
import { columnDefinition, constraintDefinition, ownConstraints } from './definitions.ts'
import { storedHow } from './physical.ts'
import { literal, qualify, quote } from './quote.ts'
import { alterTable, lock, statement } from './statement.ts'

/** Locks: hazards.md 1F. */
export const partitions: PartitionWords = {
  /**
   * R24: LIKE and a later ATTACH, because PARTITION OF would take ACCESS EXCLUSIVE on the partitioned table. Identity is
   * left out: ATTACH refuses it, and gives the partition that of the table (17).
   */
  createPartition(table) {
    const { table: parent } = partitionOf(table)
    const like = ['defaults', 'constraints', 'generated', 'storage', 'compression'].map((part) => `including ${part}`)
    const lines = [`like ${qualify(parent)} ${like.join(' ')}`, ...constraintsOf(table)]
    return statement(
      `create ${unlogged(table)}table ${qualify(table.name)} (\n  ${lines.join(',\n  ')}\n)${partitionedBy(table)}${storedHow(table.physical)}`,
      [
        ...lock('access_share', parent),
        ...lock('share_row_exclusive', ...table.foreignKeys.map(({ references }) => references.table)),
      ],
    )
  },

  /** A key that the table has already becomes a part of that of the whole, for which its triggers go; another one is made. */
  attachPartition(name, to, { rest, reads, referenced, referring }) {
    const [adopted, made] = partitioned(referenced, (one) => one.adopted)
    return statement(
      attached(name, to),
      [
        ...lock('share_update_exclusive', to.table),
        ...lock('access_exclusive', name, ...(rest === null ? [] : [rest]), ...adopted.map(({ table }) => table)),
        ...lock('share_row_exclusive', ...made.map(({ table }) => table), ...referring),
      ],
      { work: reads ? 'scan' : 'catalog' },
    )
  },

  /** No row of another table may point to one that leaves: these are looked up. */
  detachPartition(name, { table: parent }, { referenced, referring }, concurrently) {
    const sql = `alter table ${qualify(parent)} detach partition ${qualify(name)}`
    const locks = [
      ...lock('share_row_exclusive', ...referenced.map(({ table }) => table)),
      ...lock('share', ...referring),
    ]
    const work = referring.length > 0 ? 'scan' : 'catalog'
    const all = [
      ...lock(concurrently ? 'share_update_exclusive' : 'access_exclusive', parent),
      ...lock('access_exclusive', name),
      ...locks,
    ]
    // It ends in a transaction of its own, in which the partition alone is locked against everybody.
    return concurrently
      ? statement(`${sql} concurrently`, all, { work, transactional: false, timeout: 'concurrent' })
      : statement(sql, all, { work })
  },

  /** A hash is told by the table it is a partition of; the server's own condition names it by its oid. */
  takenRows({ name, partitionBy }, { bound, proof }) {
    if (proof !== null && proof !== '') return proof
    const [, modulus, remainder] = /modulus (\d+), remainder (\d+)/.exec(bound) ?? []
    const keys = (partitionBy?.keys ?? []).map(withoutClass).join(', ')
    return `satisfies_hash_partition(${literal(qualify(name))}::regclass, ${modulus}, ${remainder}, ${keys})`
  },

  moveRows(from, to, columns, condition) {
    const list = columns.map(quote).join(', ')
    return statement(
      `with moved as (delete from ${qualify(from)} where ${condition} returning ${list})
insert into ${qualify(to)} (${list}) overriding system value select ${list} from moved`,
      lock('row_exclusive', from, to),
      { work: 'rows' },
    )
  },

  checkNow: () => statement('set constraints all immediate', []),

  inherit: (table, parent) => ({
    ...alterTable(table, `inherit ${qualify(parent)}`),
    locks: [...lock('access_exclusive', table), ...lock('share_update_exclusive', parent)],
  }),

  stopInheriting: (table, parent) => ({
    ...alterTable(table, `no inherit ${qualify(parent)}`),
    locks: [...lock('access_exclusive', table), ...lock('access_share', parent)],
  }),

  attachIndex: (index, part) =>
    statement(`alter index ${qualify(index)} attach partition ${qualify(part)}`, [
      ...lock('share_update_exclusive', index),
      ...lock('access_exclusive', part),
    ]),
}

function partitioned<T>(list: readonly T[], is: (one: T) => boolean): readonly [T[], T[]] {
  return [list.filter(is), list.filter((one) => !is(one))]
}

function attached(name: ObjectName, { table: parent, bound }: PartitionOf): string {
  return `alter table ${qualify(parent)} attach partition ${qualify(name)} ${bound.toLowerCase() === 'default' ? 'default' : bound}`
}

/** A partition key as an expression: without collation and operator class. */
function withoutClass(key: string): string {
  return key.replace(/(?: COLLATE "(?:[^"]|"")*"(?:\."(?:[^"]|"")*")?)?(?: (?:\w+\.)?\w+_ops)?$/, '')
}

/** `create table … partition of …`, for a table that nobody can be using yet. */
export function createPartitionOf(table: Table): string {
  const { table: parent, bound } = partitionOf(table)
  const lines = [
    ...table.columns.map((column) => {
      // Type and collation are the parent's; the rest may differ.
      const definition = columnDefinition(table.name, {
        ...column,
        type: 'with options',
        collation: null,
        identity: null,
        sequence: null,
        generated: null,
      })
      return definition
    }),
    ...constraintsOf(table),
  ]
  const body = lines.length === 0 ? '' : ` (\n  ${lines.join(',\n  ')}\n)`
  return `create ${unlogged(table)}table ${qualify(table.name)} partition of ${qualify(parent)}${body}\n  ${bound}${partitionedBy(table)}${storedHow(table.physical)}`
}

/** Foreign keys too: those that a partition has by itself are few, and made in no time while it is empty. */
function constraintsOf(table: Table): string[] {
  const foreignKeys = table.foreignKeys.map((definition) => ({ kind: 'foreign_key' as const, definition }))
  return [...ownConstraints(table), ...foreignKeys].map(constraintDefinition)
}

export function unlogged({ physical }: Table): string {
  return physical.unlogged ? 'unlogged ' : ''
}

/** The end of CREATE TABLE for a table that has, or will have, partitions. */
export function partitionedBy({ partitionBy }: Table): string {
  return partitionBy === null ? '' : ` partition by ${partitionBy.strategy} (${partitionBy.keys.join(', ')})`
}

function partitionOf(table: Table): PartitionOf {
  if (table.partitionOf === null) throw bug(`${quote(table.name.name)} is no partition`)
  return table.partitionOf
}

export function inheritsFrom(parents: readonly ObjectName[]): string {
  return parents.length === 0 ? '' : ` inherits (${parents.map(qualify).join(', ')})`
}
