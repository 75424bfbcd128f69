import type { ExtendedStatistics } from '../../../../model/objects/extended-statistics.ts'
import { readStatistics } from '../../catalog/objects/statistics.ts'
import { statisticsDefinition } from '../../words/objects/statistics.ts'
import { inScratch, type Scene, tableDraft } from './scene.ts'

export async function spellStatistics(
  scene: Scene,
  object: ExtendedStatistics,
  now: ExtendedStatistics | undefined,
): Promise<ExtendedStatistics> {
  const { session, texts } = scene
  const context = `statistics of ${object.on?.name.name ?? ''}`
  const known = object.expressions.map((text, position) => {
    const candidate = now?.expressions[position]
    return candidate === undefined ? null : texts.match(text, context, [candidate])
  })
  const spelled = known.flatMap((text) => (text === null ? [] : [text]))
  if (spelled.length === known.length) return { ...object, expressions: spelled }
  const draft = tableDraft(object, scene)
  if (draft === null) return object
  const create = `create statistics ${statisticsDefinition(object, 'pg_temp.rq_statistics', draft.at)}`
  const read = await inScratch(scene, [draft.sql, create], async () => (await readStatistics(session, 'scratch'))[0])
  if (read === null) return object
  object.expressions.forEach((text, position) => texts.learn(text, context, read.expressions[position] ?? text))
  return { ...object, expressions: read.expressions }
}
