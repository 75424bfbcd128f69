import { sameValue } from '../../../lib/compare.ts'
import { stableJson } from '../../../lib/fingerprint.ts'
import { comparable, type SchemaObject } from '../../../model/object.ts'
import type { Collation } from '../../../model/objects/collation.ts'
import type { CompositeType } from '../../../model/objects/composite-type.ts'
import type { Domain } from '../../../model/objects/domain.ts'
import type { RangeType } from '../../../model/objects/range-type.ts'
import type { Session } from '../../session.ts'
import { readCollations } from '../catalog/objects/collation.ts'
import { readCompositeTypes } from '../catalog/objects/composite-type.ts'
import { readDomains } from '../catalog/objects/domain.ts'
import { readRangeTypes } from '../catalog/objects/range-type.ts'
import { objects as words } from '../words/objects.ts'
import { type Coming, makeMissing } from './make-missing.ts'
import type { Spellings } from './same-text.ts'
import { attempt, type DatabaseError, tooFewRights } from './scratch.ts'

/** Kinds that can be made in pg_temp, to be spelled there. */
export type OwnText = Domain | CompositeType | RangeType | Collation

export function isOwnText(object: SchemaObject): object is OwnText {
  return ['domain', 'composite_type', 'range_type', 'collation'].includes(object.kind)
}

/** The object in the server's spelling, when that is known without asking. */
export function settledText(
  object: SchemaObject,
  now: SchemaObject | undefined,
  texts: Spellings,
): SchemaObject | null {
  if (object.kind === 'extension') return now?.kind === 'extension' ? withRest(object, now) : object
  if (!isOwnText(object) || now === undefined || !isOwnText(now)) return null
  const known = texts.match(definitionOf(object), object.kind, [definitionOf(now)])
  return known === null ? null : spelledAs(object, now)
}

export function learnText(object: OwnText, spelled: OwnText, texts: Spellings): void {
  if (!sameValue(comparable(object), comparable(spelled)))
    texts.learn(definitionOf(object), object.kind, definitionOf(spelled))
}

export interface SpelledText {
  readonly object: OwnText
  /** Null: the server rejects it. */
  readonly text: OwnText | null
  readonly error: DatabaseError | null
}

/** Makes them in pg_temp, in a transaction that rolls back, and reads them with the queries that read real ones. */
export async function spellOwnTexts(
  session: Session,
  objects: readonly OwnText[],
  { renaming, missing }: Coming,
): Promise<SpelledText[]> {
  if (objects.length === 0) return []
  return await session.scratch(async () => {
    await session.execute('set local search_path = public, pg_temp; set local check_function_bodies = off')
    if (renaming.length > 0) await session.execute(renaming.join(';\n'))
    const denied = await makeMissing(session, missing)
    const errors: (DatabaseError | null)[] = []
    for (const [position, object] of objects.entries()) {
      const sql = words.create(scratched(object, position)).map((statement) => statement.sql)
      errors.push(await attempt(session, sql.join(';\n')))
    }
    if (denied !== null && errors.some((error) => error !== null)) throw tooFewRights(denied)
    await session.execute(`set local search_path = ''`)
    const read: readonly OwnText[] = [
      ...(await readDomains(session, 'scratch')),
      ...(await readCompositeTypes(session, 'scratch')),
      ...(await readRangeTypes(session, 'scratch')),
      ...(await readCollations(session, 'scratch')),
    ]
    return objects.map((object, position) => {
      const found = read.find(({ name }) => name.name === scratchName(position))
      return {
        object,
        text: found === undefined ? null : spelledAs(object, found),
        error: errors[position] ?? null,
      }
    })
  })
}

function scratchName(position: number): string {
  return `rq_o_${position}`
}

function scratched(object: OwnText, position: number): OwnText {
  const name = { schema: 'pg_temp', name: scratchName(position) }
  return object.kind === 'range_type' ? { ...object, name, multirange: `${name.name}_multirange` } : { ...object, name }
}

/** What the other one says, under this one's names; what the server knows nothing of stays. */
function spelledAs(object: OwnText, text: OwnText): OwnText {
  const head = { name: object.name, comment: object.comment }
  if (object.kind === 'range_type' && text.kind === 'range_type')
    return { ...text, ...head, multirange: object.multirange }
  if (object.kind !== 'composite_type' || text.kind !== 'composite_type') return { ...text, ...head }
  const attributes = text.attributes.map((attribute, position) => {
    const { comment = null, formerly } = object.attributes[position] ?? {}
    return { ...attribute, comment, ...(formerly === undefined ? {} : { formerly }) }
  })
  return { ...text, ...head, attributes }
}

/** Without names and comments, which are no matter of spelling. */
function definitionOf(object: OwnText): string {
  const bare = { ...comparable(object), name: null, comment: null }
  if (bare.kind === 'range_type') return stableJson({ ...bare, multirange: null })
  if (bare.kind !== 'composite_type') return stableJson(bare)
  return stableJson({ ...bare, attributes: bare.attributes.map((one) => ({ ...one, comment: null })) })
}

/** What is not written is not compared. */
function withRest<T extends Extract<SchemaObject, { kind: 'extension' }>>(object: T, now: T): T {
  return { ...object, schema: object.schema ?? now.schema, version: object.version ?? now.version }
}
