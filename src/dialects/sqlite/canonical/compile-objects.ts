import type { SchemaObject } from '../../../model/object.ts'
import { objectOf } from '../../../model/object-list.ts'
import { displayRef, refKey } from '../../../model/object-ref.ts'
import { type Schema, tableOf } from '../../../model/schema.ts'
import type { Table } from '../../../model/table.ts'
import type { RejectedExpression } from '../../dialect.ts'
import type { Session } from '../../session.ts'
import { failure } from '../failures.ts'
import type { CatalogRow } from '../introspect.ts'
import { compiling } from '../words/compile.ts'
import { creating, surroundings } from './surroundings.ts'

interface World {
  readonly memory: Session
  readonly session: Session
  readonly desired: Schema
  /** The desired tables as far as they can be built. */
  readonly standing: readonly Table[]
  /** The managed part of what there is, after the renames. */
  readonly actual: Schema
}

/** As for tables: those of one turn stand beside what their texts speak of, and are gone when the next ones come. */
const objectsATurn = 50

/**
 * SQLite takes views and triggers whose tables and columns are nowhere, and from then on refuses every rename in the
 * database. So each is compiled beforehand, among the desired tables and what else there is.
 */
export async function compileObjects(world: World, rows: readonly CatalogRow[]): Promise<RejectedExpression[]> {
  const { memory, desired } = world
  const around = surroundings(world, rows)
  const malformed: RejectedExpression[] = []
  const rejected: RejectedExpression[] = []
  await memory.execute('begin')
  for (let at = 0; at < desired.objects.length; at += objectsATurn) {
    const objects = desired.objects.slice(at, at + objectsATurn)
    await memory.execute('savepoint turn')
    const absent: string[] = []
    for (const { name, statements, view } of around(objects)) {
      const error = await attempt(memory, statements)
      if (error === null) continue
      // A view that is no SQL is missing for those over it.
      if (view === null) absent.push(name)
      else if (objects.includes(view)) malformed.push(rejection(view, error))
    }
    for (const object of malformed.length > 0 ? [] : objects) {
      const error =
        object.kind === 'view' ? await compile(memory, object, desired) : await tryOut(memory, object, desired)
      if (error !== null && !isUnknownHere(error, absent) && !(await isOldNews(object, world)))
        rejected.push(rejection(object, error))
    }
    await memory.execute('rollback to turn')
    await memory.execute('release turn')
  }
  await memory.execute('rollback')
  return malformed.length > 0 ? malformed : rejected
}

/** One trigger at a time, so that each answers for itself. */
async function tryOut(memory: Session, trigger: SchemaObject, desired: Schema): Promise<unknown> {
  await memory.execute('savepoint trigger')
  const error = (await attempt(memory, creating(trigger))) ?? (await compile(memory, trigger, desired))
  await memory.execute('rollback to trigger')
  await memory.execute('release trigger')
  return error
}

async function compile(memory: Session, object: SchemaObject, desired: Schema): Promise<unknown> {
  const sql = compiling(object, (name) => tableOf(desired, name))
  return sql === null ? null : await attempt(memory, [sql])
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
  const there = objectOf(actual.objects, object)
  if (there === undefined) return false
  const sql = compiling(there, (name) => tableOf(actual, name))
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
