import { sameValue } from '../../src/lib/compare.ts'
import { sameName } from '../../src/model/name.ts'
import { wordsOf } from '../../src/model/object-words.ts'
import type { PartitionKey } from '../../src/model/partition.ts'
import type { Schema } from '../../src/model/schema.ts'
import { columnOf, type Table, usualTable } from '../../src/model/table.ts'
import { pick } from './draw/choice.ts'
import { isFamily, partition } from './draw/families.ts'
import type { Release } from './wanted.ts'

/** Which of the plain tables is going to be partitioned, and how. */
export interface Partitioning {
  readonly number: number
  readonly form: number
}

/** How a table is spread by `id`: what it becomes itself, and the partition beside it. */
const forms: readonly { readonly strategy: PartitionKey['strategy']; readonly held: string; readonly rest?: string }[] =
  [
    {
      strategy: 'range',
      held: "FOR VALUES FROM (MINVALUE) TO ('1000')",
      rest: "FOR VALUES FROM ('1000') TO (MAXVALUE)",
    },
    { strategy: 'range', held: "FOR VALUES FROM ('1') TO ('1000')", rest: 'DEFAULT' },
    { strategy: 'range', held: 'DEFAULT', rest: "FOR VALUES FROM ('1000') TO ('2000')" },
    { strategy: 'list', held: "FOR VALUES IN ('1', '2', '3', '4', '5')", rest: 'DEFAULT' },
    { strategy: 'hash', held: 'FOR VALUES WITH (modulus 1, remainder 0)' },
  ]

/** The same, but a plain table becomes a partition of the table that takes its name, if all that has to hold for that does. */
export function partitioning(release: Release, { number, form: chosen }: Partitioning, large: boolean): Release {
  const { before, wanted } = release
  const table = pick(
    wanted.schema.tables.filter((one) => canBePartitioned(one, before, wanted.schema, large)),
    number,
  )
  const form = pick(forms, chosen)
  if (table === undefined || form === undefined) return release
  const { strategy, held, rest } = form
  const whole: Table = { ...table, partitionBy: { strategy, keys: ['id'] }, physical: usualTable }
  const holder = partition(whole, `${table.name.name}_held`, held, {
    physical: { ...usualTable, options: table.physical.options },
  })
  const others = rest === undefined ? [] : [partition(whole, `${table.name.name}_rest`, rest)]
  const tables = wanted.schema.tables.flatMap((one) => (one === table ? [whole, holder, ...others] : [one]))
  const hint = { table: holder.name, column: null, from: table.name.name, position: null }
  const schema = { ...wanted.schema, tables }
  return { before, wanted: { ...wanted, schema, renames: [...wanted.renames, hint] } }
}

/** Whether a view reads what is partitioned: it goes and comes back around that, so nothing is renamed in the same plan. */
export function isPartitionedUnderView({ before, wanted: { schema, renames } }: Release): boolean {
  const spread = renames.flatMap(({ table, column, from }) => {
    const holder = schema.tables.find(({ name }) => sameName(name, table))
    return column === null && holder?.partitionOf?.table.name === from ? [from] : []
  })
  const views = before.objects.filter(({ kind }) => kind === 'view' || kind === 'materialized_view')
  return spread.some((name) => views.some((view) => wordsOf(view).has(name)))
}

function canBePartitioned(table: Table, before: Schema, after: Schema, large: boolean): boolean {
  const old = before.tables.find(({ name }) => sameName(name, table.name))
  if (old === undefined || isFamily(old, before) || isFamily(table, after)) return false
  const { primaryKey, uniques, indexes, checks, foreignKeys, exclusions } = table
  const keys = [...(primaryKey === null ? [] : [primaryKey]), ...uniques].map(({ columns }) => columns)
  const unique = indexes.filter((one) => one.unique)
  const parts = unique.map((one) => one.keys.flatMap(({ on }) => ('column' in on ? [on.column] : [])))
  return (
    [...keys, ...parts].every((columns) => columns.includes('id')) &&
    exclusions.length === 0 &&
    [...checks, ...foreignKeys].every(({ validated }) => validated) &&
    checks.every(({ noInherit }) => noInherit !== true) &&
    foreignKeys.every(({ references }) => !sameName(references.table, table.name)) &&
    // What is exchanged in the same plan is not partitioned.
    (!large || !isRetyped(table, old, before, after))
  )
}

function isRetyped(table: Table, old: Table, before: Schema, after: Schema): boolean {
  const isReplaced = !sameValue(before.enums, after.enums)
  return table.columns.some(({ name, type, collation }) => {
    const was = columnOf(old, name)
    return (
      was !== undefined && (was.type !== type || was.collation !== collation || (isReplaced && type.includes('temper')))
    )
  })
}
