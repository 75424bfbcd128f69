import { compareText } from '../../lib/compare.ts'
import { multimap } from '../../lib/multimap.ts'
import { remembered } from '../../lib/remembered.ts'
import type { Change, ChangeOf, TableForeignKey } from '../../model/change.ts'
import { nameKey, type ObjectName, sameName } from '../../model/name.ts'
import { mentions } from '../../model/mentions.ts'
import { type Schema, tableOf } from '../../model/schema.ts'
import type { Table } from '../../model/table.ts'
import type { Swap } from '../../model/swap.ts'
import type { LowerContext } from '../dialect.ts'
import { isExchangeable } from './exchangeable.ts'
import { columns } from './words/columns.ts'

type Retype = ChangeOf<'change_type'> | ChangeOf<'change_collation'>

/**
 * R19, R20 and R26: a change of type or collation that would rewrite a large table, or build its indexes again, under
 * ACCESS EXCLUSIVE becomes an exchange of columns. Columns that a foreign key ties together and that all change are exchanged at once.
 * Where something hangs on a column that cannot be prepared beforehand, the direct way stays, with its hazard.
 */
export function convertOnline(changes: readonly Change[], context: LowerContext): Change[] {
  const retypes = changes.filter((change) => change.kind === 'change_type' || change.kind === 'change_collation')
  const exchanged = tied(retypes, context).filter(
    (group) =>
      group.some((change) => isCostly(change, context)) && group.every((one) => isExchangeable(one, changes, context)),
  )
  const gone = new Set<Change>(exchanged.flat())
  return [...changes.filter((change) => !gone.has(change)), ...exchanged.flatMap((group) => exchange(group, context))]
}

function isCostly({ table, before, after }: Retype, { actual, desired, isLarge }: LowerContext): boolean {
  const now = tableOf(actual, table)
  if (now === undefined || !isLarge(table)) return false
  const { work } = columns.setType(now, before, after, [...actual.objects, ...desired.objects], [])
  return work === 'rewrite' || work === 'index_build'
}

/** Groups of changes: of one table, or tied by a foreign key whose columns change on both sides. */
function tied(retypes: readonly Retype[], { actual }: LowerContext): Retype[][] {
  const byTable = Map.groupBy(retypes, ({ table }) => nameKey(table))
  const groupOf = new Map<Retype, Retype[]>()
  const groups = new Set<Retype[]>()
  for (const change of retypes) {
    const near = new Set(
      neighbours(actual, change.table)
        .flatMap(({ name }) => byTable.get(nameKey(name)) ?? [])
        .filter((other) => isTied(change, other) || isTied(other, change))
        .flatMap((other) => {
          const group = groupOf.get(other)
          return group === undefined ? [] : [group]
        }),
    )
    const group = [...[...near].flat(), change]
    for (const old of near) groups.delete(old)
    groups.add(group)
    for (const member of group) groupOf.set(member, group)
  }
  return [...groups]

  function isTied(one: Retype, other: Retype): boolean {
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

function exchange(group: readonly Retype[], context: LowerContext): Change[] {
  const swaps = inLockOrder(
    [...Map.groupBy(group, ({ table }) => nameKey(table)).values()].flatMap((changes): Swap[] => {
      const [first] = changes
      return first === undefined
        ? []
        : [{ table: first.table, pairs: changes.map(({ before, after }) => ({ before, after })) }]
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
    ...swaps.map((swap): Change => ({ kind: 'shadow_columns', table: swap.table, swap })),
    ...foreignKeys.map((key): Change => ({ kind: 'shadow_foreign_key', ...key, swaps })),
    { kind: 'swap_columns', table: first.table, swaps, foreignKeys },
    ...checks,
    ...swaps
      .filter(({ pairs }) => pairs.some(({ before }) => !before.nullable))
      .map((swap): Change => ({ kind: 'guard_swap', table: swap.table, swap })),
  ]
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
