import { codeOf } from '../../model/code.ts'
import type { Change, ChangeOf } from '../../model/change.ts'
import { innerChanges } from '../../model/changes-of.ts'
import { mentions } from '../../model/mentions.ts'
import { sameName } from '../../model/name.ts'
import { inCreationOrder } from '../../model/object-uses.ts'
import { calls } from './trigger-calls.ts'
import type { Schema } from '../../model/schema.ts'

type Alteration = ChangeOf<'alter_object'>

/**
 * A body that is text speaks the names of the moment in which it runs: where it follows a rename, it does so in the same
 * transaction. Before, it would fail by the new names, and afterwards by the old ones.
 */
export function codeWithRenames(changes: readonly Change[], { objects }: Pick<Schema, 'objects'>): readonly Change[] {
  const groups = new Set<ReadonlySet<Change>>()
  for (const change of changes) {
    if (change.kind !== 'alter_object') continue
    const carriers = changes.filter((other) => innerChanges(other).some((rename) => follows(change, rename, objects)))
    if (carriers.length === 0) continue
    const shared = [...groups].filter((group) => carriers.some((one) => group.has(one)))
    for (const group of shared) groups.delete(group)
    // What is altered comes last.
    const all = [...shared.flatMap((group) => [...group]), ...carriers, change]
    groups.add(new Set([...all.filter((one) => one.kind !== 'alter_object'), ...all]))
  }
  const carried = new Set([...groups].flatMap((group) => [...group]))
  return [...changes.filter((change) => !carried.has(change)), ...[...groups].map(together)]
}

/** In one transaction. */
function together(group: ReadonlySet<Change>): Change {
  const parts = [...group].map((change) =>
    change.kind === 'recreate_objects' ? change : { drops: [], creates: [], around: [change] },
  )
  return {
    kind: 'recreate_objects',
    drops: inCreationOrder(parts.flatMap(({ drops }) => drops)).toReversed(),
    creates: inCreationOrder(parts.flatMap(({ creates }) => creates)),
    around: parts.flatMap(({ around }) => around),
  }
}

function follows({ before, after }: Alteration, rename: Change, objects: Schema['objects']): boolean {
  const [old, next] = [codeOf(before), codeOf(after)]
  if (old === null || next === null) return false
  switch (rename.kind) {
    case 'rename_table':
      return mentions(old, rename.from.name) || mentions(next, rename.to.name)
    case 'rename_column': {
      const isAbout = (code: string): boolean =>
        mentions(code, rename.table.name) ||
        objects.some((one) => calls(one, after) && one.on?.kind === 'table' && sameName(one.on.name, rename.table))
      return (mentions(old, rename.from) && isAbout(old)) || (mentions(next, rename.to) && isAbout(next))
    }
    default:
      return false
  }
}
