import { multimap } from '../../lib/multimap.ts'
import { remembered } from '../../lib/remembered.ts'
import type { Change } from '../../model/change.ts'
import { mentions } from '../../model/mentions.ts'
import { tableOfChange } from '../../model/changes-of.ts'
import type { Column } from '../../model/column.ts'
import { nameKey, type ObjectName, quarantinePrefix, sameName } from '../../model/name.ts'
import { withColumnRenamed } from '../../model/renamed-text.ts'
import { type ReplacedEnum, type ReplacedType, withTypesNamed } from '../../model/replaced-type.ts'
import { textsOf } from '../../model/table-index.ts'
import { wordsOf } from '../../model/object-words.ts'
import { type Schema, tableOf } from '../../model/schema.ts'
import { columnOf, type Table } from '../../model/table.ts'
import type { LowerContext } from '../dialect.ts'
import { changedFamily, fitsWhole } from './exchangeable-whole.ts'
import { hasRules } from './words/domain-types.ts'
import { qualify } from './words/quote.ts'

/** A column that makes room for a new one, and the change that asks for it. */
export interface Exchange {
  readonly table: ObjectName
  readonly before: Column
  readonly after: Column
  readonly of: Change
  /** What is replaced together with the column. */
  readonly types: readonly ReplacedEnum[]
}

/**
 * Why a column cannot be exchanged for a new one; null when it can. Everything that hangs on it has to be of a kind that can
 * be prepared on the new one: expressions where the column's name can be nothing else.
 */
export function whyNotExchanged(
  exchange: Exchange,
  changes: readonly Change[],
  { actual, desired }: Pick<LowerContext, 'actual' | 'desired'>,
): string | null {
  const { table, before, after, types } = exchange
  const now = tableOf(actual, table)
  if (now === undefined || columnOf(now, before.name) === undefined) return 'the column is not there yet'
  const meanwhile = changedFamily(changes, now, actual) ?? changedMeanwhile(changes, now, exchange)
  if (meanwhile !== null) return `the same plan ${meanwhile}, which takes a plan of its own`
  if (before.generated !== null || after.generated !== null) return 'the column is computed from others'
  if (before.identity !== after.identity) return 'the same plan changes how the column is numbered'
  if (before.notNull?.validated === false) return 'its NOT NULL has not been proven'
  // What keeps the old column from being lost is asked of all that inherits.
  if (isHeir(now, actual) || heads(desired.tables).has(nameKey(table)))
    return 'the table shares its columns with others'
  if (now.partitionBy !== null && !fitsWhole(now, before, actual))
    return 'what hangs on the column differs among the partitions'
  if (hangsInText(now, before.name, types)) return 'not all that hangs on the column can be prepared on another one'
  // A new column of a domain with rules is written into every row, and NULL may not even be one of its values (hazards.md 1A).
  if (hasRules(after.type, desired.objects)) return 'the new type is a domain with rules'
  return isMarked(now) ? 'an index of the table is its replica identity, or the one that orders it' : null
}

/** Rows of tables that inherit are not only this table's; what a partition has of its own is not on the whole. */
function isHeir({ name, partitionOf, inherits }: Table, { tables }: Schema): boolean {
  return partitionOf !== null || inherits.length > 0 || heads(tables).has(nameKey(name))
}

/** Tables that others inherit from. */
const heads = remembered((tables: readonly Table[]) => new Set(tables.flatMap(({ inherits }) => inherits.map(nameKey))))

function hangsInText(
  { columns, indexes, exclusions, primaryKey, uniques }: Table,
  column: string,
  types: readonly ReplacedType[],
): boolean {
  const renamed = types.map(({ before: { name } }) => ({
    from: name,
    to: { ...name, name: `${quarantinePrefix}type` },
  }))
  const texts = [
    ...columns.flatMap(({ generated }) => (generated === null ? [] : [generated.expression])),
    // No exclusion can be built beside writers (R12).
    ...exclusions.flatMap((exclusion) => [JSON.stringify(exclusion)]),
  ]
  const keys = [...(primaryKey === null ? [] : [primaryKey]), ...uniques]
  return (
    texts.some((text) => mentions(text, column)) ||
    keys.some(({ withoutOverlaps, columns: names }) => withoutOverlaps === true && names.includes(column)) ||
    indexes.some((index) => textsOf(index).some((text) => isUnclear(withTypesNamed(text, renamed, qualify), column))) ||
    // Operator classes and collations are of the old type.
    indexes.some(({ keys: parts }) =>
      parts.some(
        ({ on, opclass, collation }) =>
          ('column' in on ? on.column === column : mentions(on.expression, column)) &&
          (opclass !== null || collation !== null),
      ),
    )
  )
}

function isUnclear(text: string, column: string): boolean {
  return mentions(text, column) && withColumnRenamed(text, column, '') === null
}

/** Marks are on indexes by name, and would stay with the old ones. */
function isMarked({ physical: { marks } }: Table): boolean {
  return typeof marks.replicaIdentity === 'object' || marks.cluster !== null
}

/** What the plan changes of what is prepared on the new column: one thing at a time. */
function changedMeanwhile(changes: readonly Change[], { name }: Table, exchange: Exchange): string | null {
  const other = [...busy(changes).of(exchange.before.name)].find((change) => {
    if (change === exchange.of) return false
    if (change.kind === 'run_backfill' && exchange.types.length > 0) return false
    const table = tableOfChange(change)
    return replaced.test(change.kind) || (table !== null && sameName(table, name))
  })
  return other === undefined ? null : doing(other)
}

/** For people: what a change does, and to what. */
function doing(change: Change): string {
  switch (change.kind) {
    case 'rename_column':
      return 'renames the column'
    case 'run_backfill':
      return 'fills rows by a rule that names the column'
    case 'rename_index':
    case 'rename_constraint':
      return `renames ${change.from}`
    case 'drop_index':
      return `drops index ${change.index.name}`
    case 'drop_primary_key':
    case 'drop_unique':
    case 'drop_check':
    case 'drop_foreign_key':
    case 'drop_exclusion':
      return `drops ${change.definition.name}`
    case 'replace_index':
    case 'replace_primary_key':
    case 'replace_unique':
    case 'replace_check':
    case 'replace_foreign_key':
    case 'replace_exclusion':
      return `replaces ${change.before.name}`
    default:
      return 'changes something else of the column'
  }
}

const replaced = /^(drop|replace)_(primary_key|unique|check|foreign_key|exclusion|index)$/
const reshaped: ReadonlySet<Change['kind']> = new Set([
  'rename_column',
  'rename_index',
  'rename_constraint',
  'change_collation',
  'change_generated',
  'change_identity',
  'run_backfill',
])

/** The changes that are in the way of columns, by the words in them. */
const busy = remembered((changes: readonly Change[]) => {
  const speaking = multimap<string, Change>()
  for (const change of changes) {
    if (!reshaped.has(change.kind) && !replaced.test(change.kind)) continue
    for (const word of wordsOf(change)) speaking.add(word, change)
  }
  return speaking
})
