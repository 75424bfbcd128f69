import type { Change } from '../../model/change.ts'
import { codeOf } from '../../model/code.ts'
import type { ColumnRename, Shimmed } from '../../model/rename.ts'
import { allPartitionsOf } from '../../model/family.ts'
import { mentions } from '../../model/mentions.ts'
import { type ObjectName, sameName } from '../../model/name.ts'
import type { RoutineArgument } from '../../model/objects/routine.ts'
import type { SchemaObject } from '../../model/object.ts'
import { type Schema, tableOf } from '../../model/schema.ts'
import type { LowerContext } from '../dialect.ts'
import { facts } from './facts.ts'
import { calls } from './trigger-calls.ts'
import { qualify } from './words/quote.ts'

/** Why a view cannot stand for the table while its renames are under way; null when it can. */
export function whyNoView(
  { table: name, from, columns }: Shimmed,
  changes: readonly Change[],
  { found, serverVersion }: LowerContext,
): string | null {
  const table = tableOf(found, from)
  if (table === undefined || changes.some((change) => renamesSchema(change, [name.schema, from.schema])))
    return 'its schema is renamed in the same plan'
  if (table.columns.length === 0 || table.partitionOf !== null || table.inherits.length > 0)
    return 'it has columns from other tables, or none'
  if (columns.length > 0 && found.tables.some(({ inherits }) => inherits.some((parent) => sameName(parent, from))))
    return 'tables inherit its columns, and are read by their own names'
  const whole = [from, ...allPartitionsOf(found, from).map((part) => part.name)]
  if (changes.some((change) => exchanges(change, name)))
    return 'a column of it is exchanged in the same plan: one of the two takes a plan of its own'
  if (changes.some((change) => change.kind === 'partition_table' && sameName(change.table, name)))
    return 'it is partitioned in the same plan'
  const attached = found.objects.filter(({ on }) => on?.kind === 'table' && whole.some((one) => sameName(one, on.name)))
  const barred = accessInTheWay(attached, serverVersion)
  if (barred !== null) return barred
  const strange = found.unmodeled.find(
    ({ kind, table: of }) =>
      (kind === 'publication' && (of === null || sameName(of, from))) ||
      (of !== null && sameName(of, from) && standsInTheWay.has(kind)),
  )
  if (strange !== undefined) return `the ${strange.kind} ${strange.name.name} is bound to the table`
  const typed = rowTypeUser(from, found)
  if (typed !== null) return `${typed} takes or gives its rows as a type`
  const trigger = attached.find((one) => troubledBy(one, columns, sameName(name, from), found))
  return trigger === undefined ? null : `the function of trigger ${trigger.name.name} speaks of the old names`
}

/** What is bound to the table and not to a view in its place. */
const standsInTheWay: ReadonlySet<string> = new Set([
  'rule',
  'subscription',
  'grant by another role',
  'grant on a column by another role',
])

/** What is asked before columns change places is asked of the table. */
function exchanges(change: Change, table: ObjectName): boolean {
  return change.kind === 'swap_columns' && change.swaps.some((swap) => sameName(swap.table, table))
}

/** Behind a view the rights of the owner count, or, where there are policies, those of the caller to all of its columns. */
function accessInTheWay(attached: readonly SchemaObject[], serverVersion: string): string | null {
  const grants = attached.filter((one) => one.kind === 'grant')
  const owner = attached.find((one) => one.kind === 'owner')
  if (grants.some(({ name }) => name.name === owner?.role)) return 'its owner has not the usual rights to it'
  if (!attached.some((one) => one.kind === 'row_security' && one.enabled)) return null
  if (!facts(serverVersion).invokerViews) return 'before PostgreSQL 15 a view passes by its row-level security'
  return grants.some(({ columns }) => Object.keys(columns).length > 0)
    ? 'it has both policies and grants on single columns'
    : null
}

function renamesSchema(change: Change, schemas: readonly string[]): boolean {
  return (
    change.kind === 'rename_object' &&
    change.object.kind === 'schema' &&
    (schemas.includes(change.to.name) || schemas.includes(change.object.name.name))
  )
}

/** Who uses the type of its rows, which is not that of a view. */
function rowTypeUser(table: ObjectName, { tables, objects }: Schema): string | null {
  const spelled = qualify(table)
  const isRow = (type: string): boolean => type.replace(/(\[\])+$/, '') === spelled
  const column = tables.find(({ columns }) => columns.some(({ type }) => isRow(type)))
  if (column !== undefined) return `table ${column.name.name}`
  const object = objects.find((one) => typesIn(one).some(isRow))
  return object === undefined ? null : `${object.kind.replace('_', ' ')} ${object.name.name}`
}

function typesIn(object: SchemaObject): readonly string[] {
  const given = (list: readonly RoutineArgument[]): string[] => list.map(({ type }) => type)
  switch (object.kind) {
    case 'function':
      return [
        ...given(object.arguments),
        ...(object.returns.kind === 'type' ? [object.returns.type] : []),
        ...(object.returns.kind === 'table' ? object.returns.columns.map(({ type }) => type) : []),
      ]
    case 'procedure':
    case 'aggregate':
      return given(object.arguments)
    case 'composite_type':
      return object.attributes.map(({ type }) => type)
    default:
      return []
  }
}

/** Triggers see the row as it is in the table, and a body that is text is not renamed with it. */
function troubledBy(
  trigger: SchemaObject,
  columns: readonly ColumnRename[],
  stepsAside: boolean,
  { objects }: Schema,
): boolean {
  return objects.some((one) => {
    const body = calls(trigger, one) ? codeOf(one) : null
    return (
      body !== null &&
      (columns.some(({ from }) => mentions(body, from)) ||
        // An audit would write down the name under which the table stands aside.
        (stepsAside && /\btg_(table_name|relname|relid)\b/i.test(body)))
    )
  })
}
