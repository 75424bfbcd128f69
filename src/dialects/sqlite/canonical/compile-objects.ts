import { nameKey } from '../../../model/name.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { displayRef, refKey } from '../../../model/object-ref.ts'
import type { Schema } from '../../../model/schema.ts'
import type { RejectedExpression } from '../../dialect.ts'
import type { Session } from '../../session.ts'
import { isInternal } from '../catalog/names.ts'
import { inMain } from '../catalog/tables.ts'
import { failure } from '../failures.ts'
import type { CatalogRow } from '../introspect.ts'
import { compiling } from '../words/compile.ts'
import { objects as words } from '../words/objects.ts'

interface World {
  /** Has the desired tables. */
  readonly memory: Session
  readonly session: Session
  readonly desired: Schema
  /** The managed part of what there is, after the renames. */
  readonly actual: Schema
}

/**
 * SQLite takes views and triggers whose tables and columns are nowhere, and from then on refuses every rename in the
 * database. So each is compiled beforehand, among the desired tables and what else there is.
 */
export async function compileObjects(world: World, rows: readonly CatalogRow[]): Promise<RejectedExpression[]> {
  const { memory, desired } = world
  const absent = await surround(world, rows)
  const rejected: RejectedExpression[] = []
  const views = desired.objects.filter(({ kind }) => kind === 'view')
  // A view that is no SQL is missing for those over it.
  for (const view of views) {
    const error = await attempt(memory, create(view))
    if (error !== null) rejected.push(rejection(view, error))
  }
  if (rejected.length > 0) return rejected
  for (const object of desired.objects) {
    const error =
      object.kind === 'view' ? await compile(memory, object, desired) : await tryOut(memory, object, desired)
    if (error !== null && !isUnknownHere(error, absent) && !(await isOldNews(object, world)))
      rejected.push(rejection(object, error))
  }
  return rejected
}

/** Builds what nobody manages; the names of what cannot be built here, such as tables of an unknown module. */
async function surround({ memory, desired, actual }: World, rows: readonly CatalogRow[]): Promise<readonly string[]> {
  const absent: string[] = []
  const ours = new Set(
    [...desired.tables, ...actual.tables, ...desired.objects, ...actual.objects].map(({ name }) => nameKey(name)),
  )
  for (const { type, name, table, form, sql } of rows) {
    const isRelation = type === 'table' || type === 'view'
    if (!isRelation || sql === null || form === 'shadow' || isInternal(table) || ours.has(nameKey(inMain(name))))
      continue
    if ((await attempt(memory, [sql])) !== null) absent.push(name)
  }
  return absent
}

/** One trigger at a time, so that each answers for itself. */
async function tryOut(memory: Session, trigger: SchemaObject, { tables }: Schema): Promise<unknown> {
  await memory.execute('savepoint trigger')
  const error = (await attempt(memory, create(trigger))) ?? (await compile(memory, trigger, { tables }))
  await memory.execute('rollback to trigger')
  await memory.execute('release trigger')
  return error
}

async function compile(memory: Session, object: SchemaObject, { tables }: Pick<Schema, 'tables'>): Promise<unknown> {
  const sql = compiling(object, tables)
  return sql === null ? null : await attempt(memory, [sql])
}

function create(object: SchemaObject): string[] {
  return words.create(object).map(({ sql }) => sql)
}

/** The error, or null. */
async function attempt(session: Session, statements: readonly string[]): Promise<unknown> {
  try {
    for (const sql of statements) await session.query(sql)
    return null
  } catch (error) {
    return error
  }
}

/** Functions, collations and modules of the application exist in its process, not in ours. */
const unknownHere = /no such (?:function|module|collation sequence)|unable to use function/

function isUnknownHere(error: unknown, absent: readonly string[]): boolean {
  const { message } = failure(error)
  return unknownHere.test(message) || absent.some((name) => message.includes(name))
}

/** It is there already, and does not work there either. */
async function isOldNews(object: SchemaObject, { session, actual }: World): Promise<boolean> {
  const there = actual.objects.find((other) => refKey(other) === refKey(object))
  if (there === undefined) return false
  const sql = compiling(there, actual.tables)
  return sql !== null && (await attempt(session, [sql])) !== null
}

function rejection(object: SchemaObject, error: unknown): RejectedExpression {
  const { code, message } = failure(error)
  return {
    table: object.name,
    kind: 'object',
    member: refKey(object),
    diagnostic: {
      id: 'rejected-expression',
      severity: 'error',
      message: `SQLite does not accept ${displayRef(object)}: ${message}`,
      help: 'Write it the way SQLite takes it, or give each engine its own: { postgres: …, sqlite: … }.',
      position: null,
      sqlState: code,
    },
  }
}
