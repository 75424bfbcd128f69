import { nameKey } from '../../../model/name.ts'
import type { ObjectOf, SchemaObject } from '../../../model/object.ts'
import { displayRef, isRoutineKind, type ObjectKind, refKey } from '../../../model/object-ref.ts'
import type { Schema } from '../../../model/schema.ts'
import type { RejectedExpression } from '../../dialect.ts'
import type { Session } from '../../session.ts'
import { spellPolicy } from './objects/policy.ts'
import { codeOf, isMissing, type Scene, syntaxError } from './objects/scene.ts'
import { spellRoutine } from './objects/routine.ts'
import { spellStatistics } from './objects/statistics.ts'
import { spellTrigger } from './objects/trigger.ts'
import { spellMaterializedView, spellView } from './objects/view.ts'
import type { Spellings } from './same-text.ts'
import { withOwnersRights } from './owners-rights.ts'
import { unknownRoles } from './unknown-roles.ts'

export interface SpelledObjects {
  readonly objects: readonly SchemaObject[]
  readonly rejected: readonly RejectedExpression[]
}

/** Brings the texts of an object to the server's spelling, given the one that is there. */
type Speller<K extends ObjectKind> = (
  scene: Scene,
  object: ObjectOf<K>,
  now: ObjectOf<K> | undefined,
) => Promise<ObjectOf<K>>

/** Null: nothing in it is spelled by the server. */
const spellers: { readonly [K in ObjectKind]: Speller<K> | null } = {
  view: spellView,
  materialized_view: spellMaterializedView,
  policy: spellPolicy,
  row_security: null,
  function: spellRoutine,
  procedure: spellRoutine,
  aggregate: spellRoutine,
  trigger: spellTrigger,
  statistics: spellStatistics,
  owner: null,
  grant: null,
}

/**
 * The desired objects in the server's spelling. An object that speaks of what is not there yet is
 * altered for sure, and spelled after that (DESIGN.md §6).
 */
export async function spellObjects(
  session: Session,
  desired: Schema,
  actual: readonly SchemaObject[],
  texts: Spellings,
): Promise<SpelledObjects> {
  const tables = new Map(desired.tables.map((table) => [nameKey(table.name), table]))
  const present = new Map(actual.map((object) => [refKey(object), object]))
  const wanted = new Set(desired.objects.map(refKey))
  // What goes may come back under another name: that can be seen only if both are spelled by the server.
  const leaving = new Set(actual.filter((object) => !wanted.has(refKey(object))).map(({ kind }) => kind))
  const objects: SchemaObject[] = []
  const rejected: RejectedExpression[] = []
  for (const object of desired.objects) {
    const now = present.get(refKey(object))
    if (now === undefined && !leaving.has(object.kind) && !isProgram(object)) {
      objects.push(object)
      continue
    }
    try {
      objects.push(await spelled({ session, texts, tables }, object, now))
    } catch (error) {
      objects.push(object)
      if (codeOf(error) === syntaxError) rejected.push(rejection(object, error))
      else if (!isMissing(error)) throw error
    }
  }
  return {
    objects: await withOwnersRights(session, objects, actual),
    rejected: [...rejected, ...(await unknownRoles(session, desired.objects))],
  }
}

/** Code is read before it is created: a slip of the pen would show only when it runs. */
function isProgram({ kind }: SchemaObject): boolean {
  return isRoutineKind(kind) || kind === 'trigger'
}

/** TypeScript cannot correlate an object with its own kind. */
async function spelled(scene: Scene, object: SchemaObject, now: SchemaObject | undefined): Promise<SchemaObject> {
  const speller = spellers[object.kind] as Speller<ObjectKind> | null
  return speller === null ? object : await speller(scene, object, now)
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
