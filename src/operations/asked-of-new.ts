import type { Change } from '../model/change.ts'
import { madeBy, tableOfChange, withInner } from '../model/changes-of.ts'
import type { SchemaObject } from '../model/object.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import { everythingUsed, uses } from '../model/object-uses.ts'
import type { Query } from '../model/statement.ts'
import type { StepContext } from './operation.ts'

/**
 * What would keep an object that is filled as it is created from being so: asked while planning, unless the plan changes
 * before what it reads.
 */
export function askedOfNew(object: SchemaObject, { words, state, changes }: StepContext): Query[] {
  const queries = words.objects.breaks(null, object, state)
  if (queries.length === 0) return []
  const used = everythingUsed(object, state.objects)
  const isOther = changes.flatMap(othersBy).some((ref) => used.some((one) => uses(one, ref) && one !== ref))
  return queries.map((query) => (isOther ? { ...query, onlyAtStep: true } : query))
}

/** What gives other rows after the change. */
function othersBy(change: Change): readonly ObjectRef[] {
  switch (change.kind) {
    case 'recreate_objects':
      return [...madeBy(change), ...withInner([change]).flatMap(othersBy)]
    case 'move_columns':
    case 'follow_move':
    case 'open_move':
    case 'close_move':
      return [change.move.from, change.move.to].map((name) => ({ kind: 'table', name }))
    case 'create_table':
    case 'run_backfill':
    case 'change_type':
    case 'swap_columns':
    case 'change_partitions':
    case 'attach_partition':
    case 'detach_partition': {
      const name = tableOfChange(change)
      return name === null ? [] : [{ kind: 'table', name }]
    }
    default:
      return madeBy(change)
  }
}
