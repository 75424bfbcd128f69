import { compareText } from '../../lib/compare.ts'
import { multimap } from '../../lib/multimap.ts'
import { remembered } from '../../lib/remembered.ts'
import type { Change, TableForeignKey } from '../../model/change.ts'
import { nameKey, type ObjectName, sameName } from '../../model/name.ts'
import { mentions } from '../../model/mentions.ts'
import { exchangedType, type ReplacedEnum } from '../../model/replaced-type.ts'
import { type Schema, tableOf } from '../../model/schema.ts'
import type { Table } from '../../model/table.ts'
import type { Swap } from '../../model/swap.ts'
import type { LowerContext } from '../dialect.ts'
import { type Exchange, whyNotExchanged } from './exchangeable.ts'
import { columnsOfTypes } from './exchangeable-types.ts'
import { facts } from './facts.ts'
import { columns } from './words/columns.ts'
import { types as typeWords } from './words/replaced-types.ts'
import { lost } from './words/survival.ts'

/**
 * R19, R20, R23 and R26: a change of type or collation that would rewrite a large table, or build its indexes again, under
 * ACCESS EXCLUSIVE becomes an exchange of columns. Columns that a foreign key ties together, or one enum that is replaced,
 * are exchanged at once. Where something hangs on a column that cannot be prepared beforehand, the direct way stays, with
 * its hazard.
 */
export function convertOnline(changes: readonly Change[], context: LowerContext): Change[] {
  const wanted = changes.flatMap((change): Exchange[] => {
    if (change.kind === 'change_type' || change.kind === 'change_collation')
      return [{ table: change.table, before: change.before, after: change.after, of: change, types: [] }]
    const typed = change.kind === 'replace_types' ? columnsOfTypes(change, changes, context) : []
    return typed.every((one) => whyNotExchanged(one, changes, context) === null) ? [...typed] : []
  })
  const exchanged: Exchange[][] = []
  const direct = new Map<Change, string>()
  for (const group of tied(wanted, context).filter((one) => one.some((column) => isCostly(column, context)))) {
    const [reason] = group.flatMap(
      (one) => whyNotExchanged(one, changes, context) ?? noWayBack(one, group, context) ?? [],
    )
    if (reason === undefined) exchanged.push(group)
    else for (const { of } of group) direct.set(of, reason)
  }
  const gone = new Set<Change>(exchanged.flat().map(({ of }) => of))
  return [
    ...changes.filter((change) => !gone.has(change)).map((change) => directly(change, direct.get(change))),
    ...exchanged.flatMap((group) => exchange(group, context)),
  ]
}

function directly(change: Change, notOnline: string | undefined): Change {
  if (notOnline === undefined || (change.kind !== 'change_type' && change.kind !== 'change_collation')) return change
  return { ...change, notOnline }
}

function isCostly({ table, before, after, types }: Exchange, { actual, desired, isLarge }: LowerContext): boolean {
  const now = tableOf(actual, table)
  if (now === undefined || !isLarge(table)) return false
  if (types.length > 0) return true
  const { work } = columns.setType(now, before, after, [...actual.objects, ...desired.objects], [])
  return work === 'rewrite' || work === 'index_build'
}

/** A foreign key that comes back behind its primary key has to come unproven, which a partitioned table takes from 18 on (R8). */
function noWayBack({ table, before }: Exchange, group: readonly Exchange[], context: LowerContext): string | null {
  const now = tableOf(context.actual, table)
  if (now === undefined || now.partitionBy === null || facts(context.serverVersion).unprovenPartitionedForeignKeys)
    return null
  const bound = now.foreignKeys.some(
    ({ columns: own, references }) =>
      own.includes(before.name) && group.some((other) => sameName(other.table, references.table)),
  )
  return bound ? 'its foreign key cannot come back unproven before PostgreSQL 18' : null
}

/** Groups of columns: of one table, or tied by a foreign key that has such columns on both sides, or by their type. */
function tied(wanted: readonly Exchange[], { actual }: LowerContext): Exchange[][] {
  const byTable = Map.groupBy(wanted, ({ table }) => nameKey(table))
  const byChange = Map.groupBy(wanted, ({ of }) => of)
  const groupOf = new Map<Exchange, Exchange[]>()
  const groups = new Set<Exchange[]>()
  for (const one of wanted) {
    const related = neighbours(actual, one.table)
      .flatMap(({ name }) => byTable.get(nameKey(name)) ?? [])
      .filter((other) => isTied(one, other) || isTied(other, one))
    const near = new Set(
      [...related, ...(byChange.get(one.of) ?? [])].flatMap((other) => {
        const group = groupOf.get(other)
        return group === undefined ? [] : [group]
      }),
    )
    const group = [...[...near].flat(), one]
    for (const old of near) groups.delete(old)
    groups.add(group)
    for (const member of group) groupOf.set(member, group)
  }
  return [...groups]

  function isTied(one: Exchange, other: Exchange): boolean {
    if (sameName(one.table, other.table)) return true
    const keys = tableOf(actual, one.table)?.foreignKeys ?? []
    return keys.some(
      ({ columns: own, references }) =>
        sameName(references.table, other.table) &&
        own.some((column, at) => column === one.before.name && references.columns[at] === other.before.name),
    )
  }
}

/** The table, and those that it points to or is pointed to by. */
function neighbours(actual: Schema, name: ObjectName): Table[] {
  const table = tableOf(actual, name)
  if (table === undefined) return []
  const parents = table.foreignKeys.flatMap(({ references }) => tableOf(actual, references.table) ?? [])
  return [...new Set([table, ...parents, ...pointingTo(actual.tables).of(nameKey(name))])]
}

const pointingTo = remembered((tables: Schema['tables']) => {
  const found = multimap<string, Table>()
  for (const table of tables)
    for (const { references } of table.foreignKeys) found.add(nameKey(references.table), table)
  return found
})

function exchange(group: readonly Exchange[], context: LowerContext): Change[] {
  const types = [...new Set(group.flatMap((one) => one.types))]
  const swaps = inLockOrder(
    [...Map.groupBy(group, ({ table }) => nameKey(table)).values()].flatMap((changes): Swap[] => {
      const [first] = changes
      return first === undefined
        ? []
        : [{ table: first.table, pairs: changes.map(({ before, after }) => ({ before, after })), types }]
    }),
    context,
  )
  const [first] = swaps
  if (first === undefined) return []
  const foreignKeys = keysOf(swaps, context)
  const checks = swaps.flatMap(({ table, pairs }) =>
    (tableOf(context.actual, table)?.checks ?? [])
      .filter(({ validated, expression }) => validated && pairs.some(({ before }) => mentions(expression, before.name)))
      .map(
        (definition): Change => ({
          kind: 'validate_constraint',
          table,
          constraint: { kind: 'check', definition },
        }),
      ),
  )
  return [
    ...(types.length === 0 ? [] : [{ kind: 'shadow_types' as const, types }]),
    ...swaps.map((swap): Change => ({ kind: 'shadow_columns', table: swap.table, swap })),
    ...foreignKeys.map((key): Change => ({ kind: 'shadow_foreign_key', ...key, swaps })),
    { kind: 'swap_columns', table: first.table, swaps, foreignKeys },
    ...checks,
    ...swaps.flatMap((swap): Change[] => {
      const pairs = swap.pairs.filter((pair) => needsGuard(pair, types))
      return pairs.length === 0 ? [] : [{ kind: 'guard_swap', table: swap.table, swap: { ...swap, pairs } }]
    }),
  ]
}

/** Where a value of the new type may be none of the old, or NOT NULL has to be believed again. */
function needsGuard({ before, after }: Swap['pairs'][number], types: readonly ReplacedEnum[]): boolean {
  return (
    !before.nullable ||
    lost('', after.type, before.type) !== null ||
    typeWords.misfit('', after.type, types.map(exchangedType)) !== null
  )
}

/** Foreign keys that have one of the columns on either side. */
function keysOf(swaps: readonly Swap[], { actual }: LowerContext): TableForeignKey[] {
  const isExchanged = (table: ObjectName, names: readonly string[]): boolean =>
    swaps.some((swap) => sameName(swap.table, table) && swap.pairs.some(({ before }) => names.includes(before.name)))
  const near = [...new Set(swaps.flatMap(({ table }) => neighbours(actual, table)))]
  near.sort((a, b) => compareText(nameKey(a.name), nameKey(b.name)))
  return near.flatMap(({ name: table, foreignKeys }) =>
    foreignKeys
      .filter(
        ({ columns: own, references }) => isExchanged(table, own) || isExchanged(references.table, references.columns),
      )
      .map((definition) => ({ table, definition, onPrimaryKey: isOnPrimaryKey(definition.references) })),
  )

  function isOnPrimaryKey({ table, columns: names }: TableForeignKey['definition']['references']): boolean {
    const key = tableOf(actual, table)?.primaryKey?.columns ?? []
    return isExchanged(table, names) && key.length === names.length && names.every((name) => key.includes(name))
  }
}

/** Tables before those that point to them (hazards.md 0.1); a circle has no order. */
function inLockOrder(swaps: readonly Swap[], { actual }: LowerContext): Swap[] {
  const pointsTo = (one: Swap, other: Swap): boolean =>
    tableOf(actual, one.table)?.foreignKeys.some(({ references }) => sameName(references.table, other.table)) ?? false
  const ordered: Swap[] = []
  const left = [...swaps]
  while (left.length > 0) {
    const free = left.findIndex((swap) => !left.some((other) => other !== swap && pointsTo(swap, other)))
    ordered.push(...left.splice(Math.max(free, 0), 1))
  }
  return ordered
}
