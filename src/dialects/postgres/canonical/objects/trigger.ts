import { nameKey } from '../../../../model/name.ts'
import type { Trigger } from '../../../../model/objects/trigger.ts'
import { readTriggers } from '../../catalog/objects/trigger.ts'
import { definedTrigger } from '../../words/objects/trigger.ts'
import { rowContext } from '../same-text.ts'
import { codeOf, inScratch, isMissing, type Scene, syntaxError, tableDraft } from './scene.ts'

/** Only its condition is spelled by the server: on a temporary table with the columns of the real one. */
export async function spellTrigger(scene: Scene, object: Trigger, now: Trigger | undefined): Promise<Trigger> {
  if (object.when === null) return object
  const { session, texts } = scene
  const table = scene.tables.get(nameKey(object.on.name))
  const context = table === undefined ? 'trigger' : rowContext(table)
  const candidates = now === undefined || now.when === null ? [] : [now.when]
  const known = texts.match(object.when, context, candidates)
  if (known !== null) return { ...object, when: known }
  // A condition of a view's trigger speaks of no column.
  const draft = tableDraft(object, scene) ?? { sql: 'create temporary table rq_view ()', at: 'pg_temp.rq_view' }
  const stand: Trigger = { ...object, constraint: null, action: standInCall }
  const statements = [draft.sql, standIn, `create ${definedTrigger(stand, draft.at)}`]
  const when = await attempt(() =>
    inScratch(scene, statements, async () => (await readTriggers(session, 'scratch'))[0]?.when ?? undefined),
  )
  if (when === null) return object
  texts.learn(object.when, context, when)
  return { ...object, when }
}

/** Its own function may be yet to come. */
const standIn =
  "set local check_function_bodies = off; create function pg_temp.rq_trigger() returns trigger language plpgsql as ''"

const standInCall: Trigger['action'] = { kind: 'call', function: 'pg_temp.rq_trigger', arguments: [] }

async function attempt(read: () => Promise<string | null>): Promise<string | null> {
  try {
    return await read()
  } catch (error) {
    if (codeOf(error) === syntaxError || !isMissing(error)) throw error
    return null
  }
}
