import { displayName, sameName } from '../../../model/name.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { refKey } from '../../../model/object-ref.ts'
import { withDependants } from '../../../model/object-uses.ts'
import type { Schema } from '../../../model/schema.ts'
import type { Table } from '../../../model/table.ts'
import { ReconcileError } from '../../../lib/errors.ts'
import type { Rename } from '../../../model/rename.ts'
import type { CanonicalInput } from '../../dialect.ts'
import type { Session } from '../../session.ts'
import { isInternal } from '../catalog/names.ts'
import { connect } from '../connect.ts'
import { failure } from '../failures.ts'
import { type CatalogRow, introspect, readCatalog, schemaFrom } from '../introspect.ts'
import { renameColumn } from '../words/columns.ts'
import { qualify } from '../words/quote.ts'
import { renameTable } from '../words/tables.ts'
import { isSameObject } from './objects.ts'

/**
 * The actual schema after the renames, from the engine itself: it rewrites checks, indexes, keys of other tables, views and
 * triggers. Everything is built again in memory from its own text, which costs no lock on the database. Throws `refused`
 * when a rename would fail there as well.
 */
export async function renameActual(session: Session, input: CanonicalInput): Promise<Schema> {
  const { actual, renames, objectRenames = [] } = input
  const memory = await connect('sqlite::memory:')
  try {
    await memory.execute('pragma foreign_keys = off')
    const rows = await readCatalog(session)
    const missing = await rebuild(memory, rows)
    // Views that are altered anyway are out of the way while names change (dialects/dependants.ts).
    const aside = withDependants(altered(input), actual.objects)
    for (const { kind, name } of aside) {
      const known = objectRenames.find(({ to }) => to.kind === kind && sameName(to.name, name))?.before.name ?? name
      await memory.execute(`drop ${kind} if exists ${qualify(known)}`)
    }
    for (const rename of renames) await carryOut(memory, rename)
    const renamed = await introspect(memory)
    const lost = actual.unmodeled.filter(
      (item) => missing.has(item.name.name) && !renamed.unmodeled.some(({ name }) => sameName(name, item.name)),
    )
    const tables = withinScope(renamed.tables, schemaFrom(rows).tables, actual.tables, renames)
    const spelled = new Map(renamed.objects.map((object) => [refKey(object), object]))
    const objects = actual.objects.map((object) => spelled.get(refKey(object)) ?? object)
    return { ...actual, tables, objects, unmodeled: [...renamed.unmodeled, ...lost] }
  } finally {
    await memory.close()
  }
}

/** What is ignored stays, so the engine carries the renames into it. */
function altered({ actual, desired, ignored = [] }: CanonicalInput): SchemaObject[] {
  const left = new Set(ignored.map(refKey))
  const wanted = new Map(desired.objects.map((object) => [refKey(object), object]))
  return actual.objects.filter(
    (object) => !left.has(refKey(object)) && !isSameObject(object, wanted.get(refKey(object))),
  )
}

/** The database holds more than `actual`: tables that nobody manages, and members that are none of our business. */
function withinScope(
  renamed: readonly Table[],
  found: readonly Table[],
  actual: readonly Table[],
  renames: readonly Rename[],
): Table[] {
  return renamed.flatMap((table) => {
    const from = renames.find((rename) => rename.column === null && sameName(rename.table, table.name))?.from
    const before = { ...table.name, name: from ?? table.name.name }
    const ours = actual.find(({ name }) => sameName(name, before))
    const whole = found.find(({ name }) => sameName(name, before))
    if (ours === undefined || whole === undefined) return []
    const kept = new Set(memberNames(ours))
    const hidden = memberNames(whole).filter((name) => !kept.has(name))
    // A constraint without a name is called after its table.
    const gone = new Set(hidden.flatMap((name) => [name, name.replace(`${before.name}_`, `${table.name.name}_`)]))
    const keep = <T extends { readonly name: string }>(members: readonly T[]): T[] =>
      members.filter(({ name }) => !gone.has(name))
    return [
      {
        ...table,
        columns: keep(table.columns),
        uniques: keep(table.uniques),
        checks: keep(table.checks),
        foreignKeys: keep(table.foreignKeys),
        indexes: keep(table.indexes),
      },
    ]
  })
}

function memberNames({ columns, uniques, checks, foreignKeys, indexes }: Table): string[] {
  return [columns, uniques, checks, foreignKeys, indexes].flatMap((members) => members.map(({ name }) => name))
}

/** Builds what can be built; the names of the rest: virtual tables of unknown modules, views on functions of the application. */
async function rebuild(memory: Session, rows: readonly CatalogRow[]): Promise<ReadonlySet<string>> {
  const missing = new Set<string>()
  for (const { name, table, sql, form, type } of rows) {
    if (sql === null || isInternal(name) || isInternal(table)) continue
    // They come with their virtual table.
    if (form === 'shadow') {
      missing.add(name)
      continue
    }
    try {
      await memory.execute(sql)
    } catch (error) {
      const { code, message } = failure(error)
      if (type === 'view' || type === 'trigger' || form === 'virtual') {
        missing.add(name)
        continue
      }
      throw new ReconcileError(
        'refused',
        `cannot follow the renames: ${type} ${name} cannot be built here: ${message}`,
        {
          hint: `It needs a function or collation of the application. Rename it there, by hand, then run again.`,
          ...(code === null ? {} : { sqlState: code }),
          cause: error,
        },
      )
    }
  }
  return missing
}

async function carryOut(memory: Session, { table, column, from }: Rename): Promise<void> {
  const { sql } = column === null ? renameTable({ ...table, name: from }, table) : renameColumn(table, from, column)
  try {
    await memory.execute(sql)
  } catch (error) {
    const { code, message } = failure(error)
    const what =
      column === null ? `table ${from} to ${displayName(table)}` : `column ${displayName(table)}.${from} to ${column}`
    throw new ReconcileError('refused', `SQLite cannot rename ${what}: ${message}`, {
      hint: 'Every view and trigger of the database has to compile for that: repair or drop the one that is named.',
      ...(code === null ? {} : { sqlState: code }),
      cause: error,
    })
  }
}
