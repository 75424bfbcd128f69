import { ReconcileError } from '../../../lib/errors.ts'
import { sameValue } from '../../../lib/compare.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { displayRef, refKey } from '../../../model/object-ref.ts'
import type { MaterializedView } from '../../../model/objects/materialized-view.ts'
import type { View } from '../../../model/objects/view.ts'
import type { RejectedExpression } from '../../dialect.ts'
import type { Session } from '../../session.ts'
import { trimQuery } from '../catalog/objects/view.ts'
import type { Spellings } from './same-text.ts'
import { spellIndexes, spellQuery } from './view-query.ts'

export interface SpelledObjects {
  readonly objects: readonly SchemaObject[]
  readonly rejected: readonly RejectedExpression[]
}

/**
 * The desired objects in the server's spelling. An object that speaks of what is not there yet is
 * altered for sure, and spelled after that (DESIGN.md §6).
 */
export async function spellObjects(
  session: Session,
  desired: readonly SchemaObject[],
  actual: readonly SchemaObject[],
  texts: Spellings,
): Promise<SpelledObjects> {
  const present = new Map(actual.map((object) => [refKey(object), object]))
  const wanted = new Set(desired.map(refKey))
  // What goes may come back under another name: that can be seen only if both are spelled by the server.
  const leaving = new Set(actual.filter((object) => !wanted.has(refKey(object))).map(({ kind }) => kind))
  const objects: SchemaObject[] = []
  const rejected: RejectedExpression[] = []
  for (const object of desired) {
    const now = present.get(refKey(object))
    if (now === undefined && !leaving.has(object.kind)) {
      objects.push(object)
      continue
    }
    try {
      objects.push(await spelled(session, object, now, texts))
    } catch (error) {
      objects.push(object)
      if (codeOf(error) === syntaxError) rejected.push(rejection(object, error))
      else if (!isMissing(error)) throw error
    }
  }
  return { objects, rejected }
}

async function spelled(
  session: Session,
  object: SchemaObject,
  now: SchemaObject | undefined,
  texts: Spellings,
): Promise<SchemaObject> {
  switch (object.kind) {
    case 'view':
      return await withQuery(session, object, now?.kind === 'view' ? now : undefined, texts)
    case 'materialized_view': {
      const there = now?.kind === 'materialized_view' ? now : undefined
      return await withIndexes(session, await withQuery(session, object, there, texts), there)
    }
  }
}

async function withQuery<T extends View | MaterializedView>(
  session: Session,
  object: T,
  now: T | undefined,
  texts: Spellings,
): Promise<T> {
  const query = trimQuery(object.query)
  const known = now === undefined ? null : texts.match(query, 'view', [now.query])
  if (now !== undefined && known !== null) return { ...object, query: known, columns: now.columns }
  const read = await spellQuery(session, query)
  if (read === null) return object
  texts.learn(query, 'view', read.query)
  return { ...object, query: read.query, columns: read.columns }
}

async function withIndexes(
  session: Session,
  view: MaterializedView,
  now: MaterializedView | undefined,
): Promise<MaterializedView> {
  if (view.indexes.length === 0 || sameValue(view.indexes, now?.indexes)) return view
  return { ...view, indexes: await spellIndexes(session, view) }
}

const syntaxError = '42601'

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** Undefined table, column, function, object, schema, or an operator that does not fit (yet). */
function isMissing(error: unknown): boolean {
  const code = codeOf(error)
  if (code === '42501') {
    throw new ReconcileError('refused', 'the database does not let us spell the views of the specs', {
      hint: 'Planning needs the TEMPORARY privilege on the database and SELECT on what the views read.',
      sqlState: code,
      cause: error,
    })
  }
  return code.startsWith('42')
}

function rejection(object: SchemaObject, error: unknown): RejectedExpression {
  return {
    table: object.name,
    kind: 'object',
    member: refKey(object),
    diagnostic: {
      id: 'rejected-expression',
      severity: 'error',
      message: `PostgreSQL rejects ${displayRef(object)}: ${error instanceof Error ? error.message : String(error)}`,
      help: null,
      position: null,
      sqlState: syntaxError,
    },
  }
}
