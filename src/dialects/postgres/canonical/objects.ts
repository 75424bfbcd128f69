import { ReconcileError } from '../../../lib/errors.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { displayRef, refKey } from '../../../model/object-ref.ts'
import type { View } from '../../../model/objects/view.ts'
import type { RejectedExpression } from '../../dialect.ts'
import type { Session } from '../../session.ts'
import { readViews, trimQuery } from '../catalog/objects/view.ts'
import { quote } from '../words/quote.ts'
import type { Spellings } from './same-text.ts'

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
    try {
      const isNeeded = now !== undefined || leaving.has(object.kind)
      objects.push(isNeeded ? await spelled(session, object, now, texts) : object)
    } catch (error) {
      const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
      if (code !== syntaxError) throw error
      objects.push(object)
      rejected.push(rejection(object, error instanceof Error ? error.message : String(error)))
    }
  }
  return { objects, rejected }
}

const syntaxError = '42601'

async function spelled(
  session: Session,
  object: View,
  now: SchemaObject | undefined,
  texts: Spellings,
): Promise<SchemaObject> {
  const query = trimQuery(object.query)
  const known = now === undefined ? null : texts.match(query, 'view', [now.query])
  if (now !== undefined && known !== null) return { ...object, query: known, columns: now.columns }
  const read = await spellView(session, object)
  if (read === null) return object
  texts.learn(query, 'view', read.query)
  return { ...object, query: read.query, columns: read.columns }
}

/** Null: it speaks of what is not there yet. */
async function spellView(session: Session, { query }: View): Promise<View | null> {
  try {
    return await session.scratch(async () => {
      await session.execute(
        `set local search_path = public, pg_temp; create temporary view ${quote(scratchView)} as ${query}`,
      )
      await session.execute(`set local search_path = ''`)
      const [view] = await readViews(session, 'scratch')
      return view ?? null
    })
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

const scratchView = 'rq_view'

/** Undefined table, column, function, object, schema, or an operator that does not fit (yet). */
function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === '42501') {
    throw new ReconcileError('refused', 'the database does not let us spell the views of the specs', {
      hint: 'Planning needs the TEMPORARY privilege on the database and SELECT on what the views read.',
      sqlState: code,
      cause: error,
    })
  }
  return code.startsWith('42') && code !== syntaxError
}

function rejection(object: SchemaObject, message: string): RejectedExpression {
  return {
    table: object.name,
    kind: 'object',
    member: refKey(object),
    diagnostic: {
      id: 'rejected-expression',
      severity: 'error',
      message: `PostgreSQL rejects ${displayRef(object)}: ${message}`,
      help: null,
      position: null,
      sqlState: syntaxError,
    },
  }
}
