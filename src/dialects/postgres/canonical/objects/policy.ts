import type { Policy } from '../../../../model/objects/policy.ts'
import { readPolicies } from '../../catalog/objects/policy.ts'
import { policyDefinition } from '../../words/objects/policy.ts'
import { inScratch, type Scene, tableDraft } from './scene.ts'

export async function spellPolicy(scene: Scene, object: Policy, now: Policy | undefined): Promise<Policy> {
  const { session, texts } = scene
  const context = `policy of ${object.on?.name.name ?? ''}`
  const known = (text: string | null, candidate: string | null | undefined): string | null =>
    text === null || candidate === null || candidate === undefined ? null : texts.match(text, context, [candidate])
  const using = known(object.using, now?.using)
  const withCheck = known(object.withCheck, now?.withCheck)
  if ((using !== null || object.using === null) && (withCheck !== null || object.withCheck === null)) {
    return { ...object, using, withCheck }
  }
  const draft = tableDraft(object, scene)
  if (draft === null) return object
  const create = `create policy ${policyDefinition({ ...object, roles: ['public'] }, draft.at)}`
  const read = await inScratch(scene, [draft.sql, create], async () => (await readPolicies(session, 'scratch'))[0])
  if (read === null) return object
  if (object.using !== null && read.using !== null) texts.learn(object.using, context, read.using)
  if (object.withCheck !== null && read.withCheck !== null) texts.learn(object.withCheck, context, read.withCheck)
  return { ...object, using: read.using, withCheck: read.withCheck }
}
