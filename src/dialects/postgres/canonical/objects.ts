import { compareText } from '../../../lib/compare.ts'
import { nameKey } from '../../../model/name.ts'
import type { ObjectOf, SchemaObject } from '../../../model/object.ts'
import { displayRef, isRoutineKind, type ObjectKind, refKey } from '../../../model/object-ref.ts'
import { usesColumn, withDependants } from '../../../model/object-uses.ts'
import { type Schema, tableOf } from '../../../model/schema.ts'
import { columnOf } from '../../../model/table.ts'
import type { RejectedExpression } from '../../dialect.ts'
import type { Session } from '../../session.ts'
import { enums as enumWords } from '../words/enums.ts'
import type { Coming } from './make-missing.ts'
import { spellPolicy } from './objects/policy.ts'
import { codeOf, isMissing, type Scene, syntaxError } from './objects/scene.ts'
import { spellRoutine } from './objects/routine.ts'
import { spellStatistics } from './objects/statistics.ts'
import { spellTrigger } from './objects/trigger.ts'
import { isOwnText, learnText, type OwnText, settledText, spellOwnTexts } from './own-texts.ts'
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

/** Null: nothing in it is spelled by the server, or it is spelled with all of its sort (`own-texts.ts`). */
const spellers: { readonly [K in ObjectKind]: Speller<K> | null } = {
  schema: null,
  extension: null,
  collation: null,
  domain: null,
  composite_type: null,
  range_type: null,
  sequence: null,
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
  default_privileges: null,
}

/**
 * The desired objects in the server's spelling. An object that speaks of what is not there yet is
 * altered for sure, and spelled after that (DESIGN.md §6).
 */
export async function spellObjects(
  session: Session,
  desired: Schema,
  actual: Schema,
  texts: Spellings,
  { renaming, missing }: Coming,
): Promise<SpelledObjects> {
  const tables = new Map(desired.tables.map((table) => [nameKey(table.name), table]))
  const retyped = new Set(overChangedTypes(desired, actual).map(refKey))
  const present = new Map(actual.objects.map((object) => [refKey(object), object]))
  const wanted = new Set(desired.objects.map(refKey))
  // What goes may come back under another name: that can be seen only if both are spelled by the server.
  const leaving = new Set(
    actual.objects.filter((object) => !wanted.has(refKey(object))).flatMap(({ kind }) => alike(kind)),
  )
  // What speaks of a label that is yet to come is spelled once that is there.
  const newLabels = hasNewLabels(desired, actual)
  const objects: SchemaObject[] = []
  const rejected: RejectedExpression[] = []
  const own: OwnText[] = []
  for (const object of desired.objects) {
    const now = present.get(refKey(object))
    const settled = isOwnText(object) || object.kind === 'extension' ? settledText(object, now, texts) : null
    if (settled !== null) {
      objects.push(settled)
      continue
    }
    if (isOwnText(object)) {
      own.push(object)
      continue
    }
    if (now === undefined && !leaving.has(object.kind) && !isProgram(object)) {
      objects.push(object)
      continue
    }
    try {
      objects.push(await spelled({ session, texts, tables, retyped, renaming }, object, now))
    } catch (error) {
      objects.push(object)
      if (codeOf(error) === syntaxError) rejected.push(rejection(object, messageOf(error), syntaxError))
      else if (!isMissing(error) && !(newLabels && codeOf(error) === badLabel)) throw error
    }
  }
  const there = new Set(actual.enums.map(({ name }) => nameKey(name)))
  const comingEnums = desired.enums
    .filter(({ name }) => !there.has(nameKey(name)))
    .map((type) => [enumWords.createEnum(type).sql])
  const isWhole = desired.tables.every(({ name }) => tableOf(actual, name) !== undefined)
  const read = await spellOwnTexts(session, own, { renaming, missing: [...comingEnums, ...missing] })
  for (const { object, text, error } of read) {
    if (text !== null) learnText(object, text, texts)
    // Without the tables that are yet to come, a name that is not there says nothing.
    else if (
      error !== null &&
      (isWhole || !/^(42P01|42704|42883|3F000)$/.test(error.code)) &&
      !(newLabels && error.code === badLabel)
    )
      rejected.push(rejection(object, error.message, error.code))
    objects.push(text ?? object)
  }
  return {
    objects: await withOwnersRights(
      session,
      objects.sort((a, b) => compareText(refKey(a), refKey(b))),
      actual.objects,
    ),
    rejected: [...rejected, ...(await unknownRoles(session, desired.objects))],
  }
}

/** invalid_text_representation. */
const badLabel = '22P02'

function hasNewLabels(desired: Schema, actual: Schema): boolean {
  const now = new Map(actual.enums.map(({ name, labels }) => [nameKey(name), labels]))
  return desired.enums.some(({ name, labels }) =>
    labels.some((label) => now.get(nameKey(name))?.includes(label) !== true),
  )
}

/** Objects over columns that change their type, however far away. */
function overChangedTypes(desired: Schema, actual: Schema): SchemaObject[] {
  const now = new Map(actual.tables.map((table) => [nameKey(table.name), table]))
  const changed = desired.tables.flatMap((table) => {
    const before = now.get(nameKey(table.name))
    if (before === undefined) return []
    return table.columns
      .filter(({ name, type }) => (columnOf(before, name)?.type ?? type) !== type)
      .map((column) => ({ table: { kind: 'table' as const, name: table.name }, column: column.name }))
  })
  if (changed.length === 0) return []
  const readers = desired.objects.filter((object) =>
    changed.some(({ table, column }) => usesColumn(object, table, column)),
  )
  return withDependants(readers, desired.objects)
}

/** A view may come back as a materialized one: what is granted on its columns goes by what those are. */
function alike(kind: ObjectKind): readonly ObjectKind[] {
  return kind === 'view' || kind === 'materialized_view' ? ['view', 'materialized_view'] : [kind]
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function rejection(object: SchemaObject, message: string, sqlState: string): RejectedExpression {
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
      sqlState,
    },
  }
}
