import { sameValue } from '../../../../lib/compare.ts'
import type { MaterializedView } from '../../../../model/objects/materialized-view.ts'
import { refKey } from '../../../../model/object-ref.ts'
import type { View } from '../../../../model/objects/view.ts'
import { trimQuery } from '../../catalog/objects/view.ts'
import { spellDefaults, spellIndexes, spellQuery } from '../view-query.ts'
import type { Scene } from './scene.ts'

export async function spellView(scene: Scene, object: View, now: View | undefined): Promise<View> {
  const view = await withQuery(scene, object, now)
  const { columnDefaults: defaults } = view
  if (scene.retyped.has(refKey(object)) || sameValue(defaults, now?.columnDefaults ?? {})) return view
  return { ...view, columnDefaults: await spellDefaults(scene, view) }
}

export async function spellMaterializedView(
  scene: Scene,
  object: MaterializedView,
  now: MaterializedView | undefined,
): Promise<MaterializedView> {
  const view = await withQuery(scene, object, now)
  if (view.indexes.length === 0 || sameValue(view.indexes, now?.indexes)) return view
  return { ...view, indexes: await spellIndexes(scene, view) }
}

async function withQuery<T extends View | MaterializedView>(scene: Scene, object: T, now: T | undefined): Promise<T> {
  const { texts, retyped } = scene
  if (retyped.has(refKey(object))) return object
  const query = trimQuery(object.query)
  const known = now === undefined ? null : texts.match(query, 'view', [now.query])
  if (now !== undefined && known !== null) return { ...object, query: known, columns: now.columns }
  const read = await spellQuery(scene, query)
  if (read === null) return object
  texts.learn(query, 'view', read.query)
  if (now !== undefined && read.query !== now.query) {
    for (const text of [read.query, now.query]) {
      const again = await spellQuery(scene, text)
      if (again !== null) texts.learn(text, 'view', again.query)
    }
    const settled = texts.match(query, 'view', [now.query])
    if (settled !== null) return { ...object, query: settled, columns: now.columns }
  }
  return { ...object, query: read.query, columns: read.columns }
}
