import type { Dialect } from '../dialects/dialect.ts'
import { type Desired, objectSource, type RenameHint } from '../model/desired.ts'
import { type ObjectName, sameName } from '../model/name.ts'
import { followRename } from '../model/object-rename.ts'
import { type ObjectRef, refKey } from '../model/object-ref.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import { operationFor } from '../operations/registry.ts'
import {
  type Called,
  calledThere,
  counterpart,
  type Fold,
  membersCalled,
  objectsCalled,
  tablesCalled,
} from './other-case.ts'

/**
 * SQLite takes `Orders` and `orders` for one name, and does not rename the one to the other: what specs write in another
 * case goes by the name that the database has for it.
 */
export function inDatabaseCase(desired: Desired, actual: Schema, { fold }: Pick<Dialect, 'fold'>): Desired {
  if (fold === null) return desired
  const tables = tablesCalled(desired.schema, actual, fold).reduce(tableCalled, desired)
  const hinted = withHints(tables, (hint) =>
    hint.column === null ? calledThere(hint.from, names(actual), fold) : null,
  )
  const members = hinted.schema.tables.flatMap((table) => {
    const now = counterpart(table, actual, hinted.renames)
    return now === undefined ? [] : membersCalled(table, now, fold)
  })
  const named = members.reduce(memberCalled, hinted)
  const objects = objectsCalled(named.schema, actual, fold).reduce(
    (now, { object, to }) => objectCalled(now, object, to),
    named,
  )
  return movedThere(
    withHints(objects, (hint) => columnThere(hint, objects, actual, fold)),
    actual,
    fold,
  )
}

function names({ tables }: Schema): { readonly name: string }[] {
  return tables.map(({ name }) => name)
}

function columnThere(hint: RenameHint, { schema, renames }: Desired, actual: Schema, fold: Fold): string | null {
  const table = hint.column === null ? undefined : schema.tables.find(({ name }) => sameName(name, hint.table))
  const now = table === undefined ? undefined : counterpart(table, actual, renames)
  return now === undefined ? null : calledThere(hint.from, now.columns, fold)
}

/** Hints with the old names as they are; null leaves one as it is. To the name that it has already, nothing is renamed. */
function withHints(desired: Desired, called: (hint: RenameHint) => string | null): Desired {
  const renames = desired.renames
    .map((hint) => ({ ...hint, from: called(hint) ?? hint.from }))
    .filter(({ from, column, table }) => from !== (column ?? table.name))
  return { ...desired, renames }
}

/** Where columns come from, as it is called there. */
function movedThere(desired: Desired, actual: Schema, fold: Fold): Desired {
  const moves = desired.moves.map((hint) => {
    const table = { ...hint.from.table, name: calledThere(hint.from.table.name, names(actual), fold) }
    const columns = tableOf(actual, table)?.columns ?? []
    return { ...hint, from: { table, column: calledThere(hint.from.column, columns, fold) } }
  })
  return { ...desired, moves }
}

function tableCalled(desired: Desired, change: Called<'rename_table'>): Desired {
  const { from, to } = change
  const table = <T extends { readonly table: ObjectName }>(one: T): T =>
    sameName(one.table, from) ? { ...one, table: to } : one
  const renamed: Desired = {
    ...desired,
    schema: operationFor(change).effect(change, desired.schema),
    backfills: desired.backfills.map(table),
    renames: desired.renames.map(table),
    notRenamed: desired.notRenamed.map(table),
    moves: desired.moves.map((hint) => ({ ...table(hint), from: { ...hint.from, ...table(hint.from) } })),
    ignore: desired.ignore.map(table),
    sources: withKeys(desired.sources, ([kind = '', schema = '', name = '', ...rest]) =>
      kind !== 'object' && sameName({ schema, name }, from) ? [kind, to.schema, to.name, ...rest] : null,
    ),
  }
  return objectCalled(renamed, { kind: 'table', name: from }, to)
}

function memberCalled(desired: Desired, change: Called): Desired {
  if (change.kind === 'rename_table') return tableCalled(desired, change)
  const { kind, table, from, to } = change
  const column = <T extends { readonly table: ObjectName; readonly column: string | null }>(one: T): T =>
    kind === 'rename_column' && sameName(one.table, table) && one.column === from ? { ...one, column: to } : one
  return {
    ...desired,
    schema: operationFor(change).effect(change, desired.schema),
    renames: desired.renames.map(column),
    notRenamed: desired.notRenamed.map(column),
    moves: desired.moves.map((hint) => ({ ...hint, ...column(hint) })),
    backfills: desired.backfills.map((backfill) => ({
      ...backfill,
      set: backfill.set.map((one) => ({ ...one, column: column({ ...one, table: backfill.table }).column })),
    })),
    sources: withKeys(desired.sources, ([of = '', schema = '', name = '', member]) =>
      `rename_${of}` === kind && sameName({ schema, name }, table) && member === from ? [of, schema, name, to] : null,
    ),
  }
}

/** An object, or a table, and what hangs on it. */
function objectCalled(desired: Desired, from: ObjectRef, to: ObjectName): Desired {
  const { objects } = desired.schema
  const named = followRename(objects, from, to).map((one) =>
    refKey(one) === refKey(from) ? { ...one, name: to } : one,
  )
  const refs = new Map(objects.map((one, position) => [refKey(one), named[position] ?? one]))
  const keys = new Map(objects.map((one) => [objectSource(one), objectSource(refs.get(refKey(one)) ?? one)]))
  return {
    ...desired,
    schema: { ...desired.schema, objects: named },
    objectRenames: desired.objectRenames.map((hint) => ({ ...hint, ref: refs.get(refKey(hint.ref)) ?? hint.ref })),
    sources: new Map([...desired.sources].map(([key, position]) => [keys.get(key) ?? key, position])),
  }
}

function withKeys(
  sources: Desired['sources'],
  called: (parts: readonly string[]) => readonly string[] | null,
): Desired['sources'] {
  return new Map([...sources].map(([key, position]) => [called(key.split('\u0000'))?.join('\u0000') ?? key, position]))
}
