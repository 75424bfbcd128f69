import { remembered } from '../lib/remembered.ts'
import type { Change, ChangeOf } from '../model/change.ts'
import { changesOf } from '../model/changes-of.ts'
import type { Desired } from '../model/desired.ts'
import { sourceKey } from '../model/desired.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { displayName, nameKey, type ObjectName, sameName } from '../model/name.ts'
import { nameFrom } from './object-renames.ts'
import { tableOf } from '../model/schema.ts'
import { columnOf, type Table } from '../model/table.ts'

/**
 * A column that goes while another of the same type comes may be a rename: guessing wrong loses data either way, so
 * the plan is refused with the line to add. `renamed_from: null` says that it really is a new one.
 */
export function probableRenames(changes: readonly Change[], desired: Desired): Diagnostic[] {
  return [...columnRenames(changes, desired), ...tableRenames(changes, desired)]
}

function* columnRenames(changes: readonly Change[], desired: Desired): Iterable<Diagnostic> {
  for (const added of changes) {
    if (added.kind !== 'add_column' || added.column.generated !== null) continue
    if (declaredNew(desired, added.table, added.column.name) || comesFromParent(desired, added)) continue
    if (desired.moves.some((hint) => isColumn(hint, added.table, added.column.name))) continue
    const twins = changesOf(changes, added.table).filter(
      (change) =>
        change.kind === 'drop_column' &&
        change.column.type === added.column.type &&
        change.column.generated === null &&
        !desired.moves.some(({ from }) => isColumn(from, change.table, change.column.name)),
    )
    const names = twins.flatMap((twin) => (twin.kind === 'drop_column' ? [twin.column.name] : []))
    if (names.length === 0) continue
    yield refusal(
      `column ${displayName(added.table)}.${added.column.name} is new and ${names.join(', ')} of the same type ${added.column.type} goes: is it a rename?`,
      names,
      'column',
      desired.sources.get(sourceKey('column', added.table, added.column.name)) ?? null,
    )
  }
}

/** Where it is declared it is no new one. */
function comesFromParent({ schema }: Desired, { table, column }: ChangeOf<'add_column'>): boolean {
  const declared = tableOf(schema, table)
  return declared !== undefined && columnOf(declared, column.name) === undefined
}

function* tableRenames(changes: readonly Change[], desired: Desired): Iterable<Diagnostic> {
  const dropped = Map.groupBy(
    changes.filter((change) => change.kind === 'drop_table'),
    ({ table }) => shapeOf(table),
  )
  if (dropped.size === 0) return
  for (const created of changes) {
    if (created.kind !== 'create_table' || declaredNew(desired, created.table.name, null)) continue
    const { name, columns } = created.table
    if (desired.moves.some(({ table }) => sameName(table, name))) continue
    const alike = columns.length === 0 ? [] : (dropped.get(shapeOf(created.table)) ?? [])
    const names = alike.flatMap(({ table }) =>
      table.name.schema === name.schema || table.name.name === name.name ? [nameFrom(table.name, name)] : [],
    )
    if (names.length === 0) continue
    yield refusal(
      `table ${displayName(created.table.name)} is new and ${names.join(', ')} with the same columns goes: is it a rename?`,
      names,
      'table',
      desired.sources.get(sourceKey('table', created.table.name)) ?? null,
    )
  }
}

function isColumn(
  one: { readonly table: ObjectName; readonly column: string },
  table: ObjectName,
  column: string,
): boolean {
  return one.column === column && sameName(one.table, table)
}

function refusal(
  message: string,
  names: readonly string[],
  what: string,
  position: Diagnostic['position'],
): Diagnostic {
  return {
    id: 'ambiguous-rename',
    severity: 'error',
    message,
    help: `add \`renamed_from: ${names[0] ?? ''}\` to keep the data, or \`renamed_from: null\` if it is a new ${what} (the old one is then put aside)`,
    position,
    sqlState: null,
  }
}

function declaredNew(desired: Desired, table: ObjectName, column: string | null): boolean {
  return declared(desired.notRenamed).has(newKey({ table, column }))
}

const declared = remembered((items: Desired['notRenamed']) => new Set(items.map(newKey)))

function newKey({ table, column }: Desired['notRenamed'][number]): string {
  return [nameKey(table), ...(column === null ? [] : [column])].join('\u0000')
}

function shapeOf({ columns }: Table): string {
  return columns
    .map(({ name, type }) => `${name} ${type}`)
    .sort()
    .join('\n')
}
