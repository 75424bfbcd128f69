import type { SchemaObject } from '../../../model/object.ts'
import { displayRef, refKey } from '../../../model/object-ref.ts'
import type { View } from '../../../model/objects/view.ts'
import type { RejectedExpression } from '../../dialect.ts'
import { connect } from '../connect.ts'
import { spell } from '../ddl/spelling.ts'
import { failure } from '../failures.ts'
import { views as words } from '../words/views.ts'

/**
 * Desired views with the actual text where that has the same tokens. What else is new to the engine is parsed by it:
 * whether its tables and columns are there shows when it is used, and only then.
 */
export async function spellViews(
  desired: readonly SchemaObject[],
  actual: readonly SchemaObject[],
): Promise<{ readonly objects: readonly SchemaObject[]; readonly rejected: readonly RejectedExpression[] }> {
  const texts = actual.flatMap((object) => (object.kind === 'view' ? [object] : []))
  const objects: SchemaObject[] = []
  const open: View[] = []
  for (const object of desired) {
    if (object.kind !== 'view') continue
    // By its own name first; under another one it may be a rename.
    const named = texts.filter((view) => refKey(view) === refKey(object))
    const same = [...named, ...texts].find((view) => isSame(view.query, object.query))
    objects.push(same === undefined ? object : { ...object, query: same.query })
    if (same === undefined) open.push(object)
  }
  return { objects, rejected: await rejectedOf(open) }
}

export function isSameView(a: SchemaObject, b: SchemaObject | undefined): boolean {
  return a.kind === 'view' && b?.kind === 'view' && isSame(a.query, b.query)
}

function isSame(a: string, b: string): boolean {
  try {
    return spell(a) === spell(b)
  } catch {
    return a === b
  }
}

async function rejectedOf(views: readonly View[]): Promise<RejectedExpression[]> {
  if (views.length === 0) return []
  const memory = await connect('sqlite::memory:')
  try {
    const rejected: RejectedExpression[] = []
    for (const view of views) {
      try {
        for (const { sql } of words.create(view)) await memory.execute(sql)
      } catch (error) {
        rejected.push(rejection(view, error))
      }
    }
    return rejected
  } finally {
    await memory.close()
  }
}

function rejection(view: View, error: unknown): RejectedExpression {
  const { code, message } = failure(error)
  return {
    table: view.name,
    kind: 'object',
    member: refKey(view),
    diagnostic: {
      id: 'rejected-expression',
      severity: 'error',
      message: `SQLite does not accept ${displayRef(view)}: ${message}`,
      help: 'Write it the way SQLite takes it, or give each engine its own: { postgres: …, sqlite: … }.',
      position: null,
      sqlState: code,
    },
  }
}
