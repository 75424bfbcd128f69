import type { RenameHint } from '../model/desired.ts'
import type { Change } from '../model/change.ts'
import { sameName } from '../model/name.ts'
import type { SchemaObject } from '../model/object.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import type { Table } from '../model/table.ts'
import { constraintsOf } from '../operations/constraints-of.ts'

/** Where two names are the same to the engine, as renames from the first schema's to the second's; `fold` gives equal ones the same key. */
export type Called<K extends Change['kind'] = 'rename_table' | 'rename_column' | 'rename_index' | 'rename_constraint'> =
  Extract<Change, { readonly kind: K }>

export type Fold = (name: string) => string

export function tablesCalled({ tables }: Schema, actual: Schema, fold: Fold): Called<'rename_table'>[] {
  const there = Map.groupBy(actual.tables, ({ name }) => fold(name.name))
  return tables.flatMap(({ name }) => {
    if (tableOf(actual, name) !== undefined) return []
    const now = there.get(fold(name.name))?.[0]
    return now === undefined ? [] : [{ kind: 'rename_table', from: name, to: now.name }]
  })
}

export function objectsCalled({ objects }: Schema, actual: Schema, fold: Fold): Called<'rename_object'>[] {
  const key = ({ kind, name }: SchemaObject): string => `${kind} ${fold(name.name)}`
  const there = Map.groupBy(actual.objects, key)
  return objects.flatMap((object) => {
    const [now, ...others] = there.get(key(object)) ?? []
    if (now === undefined || [now, ...others].some(({ name }) => sameName(name, object.name))) return []
    return [{ kind: 'rename_object', object, to: now.name }]
  })
}

/** Columns, indexes and constraints of a table; `now` is the one that is there. */
export function membersCalled(table: Table, now: Table, fold: Fold): Called[] {
  const { name } = table
  const columns = differing(table.columns, now.columns, fold).map(
    (names): Called => ({ kind: 'rename_column', table: name, ...names }),
  )
  const indexes = differing(table.indexes, now.indexes, fold).map(
    (names): Called => ({ kind: 'rename_index', table: name, ...names }),
  )
  const constraints = constraintsOf(table).flatMap(({ kind, definition }) =>
    differing(
      [definition],
      constraintsOf(now).map((one) => one.definition),
      fold,
    ).map((names): Called => ({ kind: 'rename_constraint', table: name, of: kind, ...names })),
  )
  return [...columns, ...indexes, ...constraints]
}

interface Named {
  readonly name: string
}

function differing(
  wanted: readonly Named[],
  there: readonly Named[],
  fold: Fold,
): { readonly from: string; readonly to: string }[] {
  return wanted.flatMap(({ name }) => {
    const to = calledThere(name, there, fold)
    return to === name ? [] : [{ from: name, to }]
  })
}

/** The name as it is there, or as it is where nothing is called so. */
export function calledThere(name: string, there: readonly Named[], fold: Fold): string {
  if (there.some((one) => one.name === name)) return name
  return there.find((one) => fold(one.name) === fold(name))?.name ?? name
}

/** The table as it is there, also where it is about to get another name. */
export function counterpart(table: Table, actual: Schema, hints: readonly RenameHint[]): Table | undefined {
  const hint = hints.find((one) => one.column === null && sameName(one.table, table.name))
  const before = hint === undefined ? undefined : tableOf(actual, { schema: table.name.schema, name: hint.from })
  return tableOf(actual, table.name) ?? before
}
