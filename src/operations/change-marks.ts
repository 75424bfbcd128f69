import { sameValue } from '../lib/compare.ts'
import type { ChangeOf } from '../model/change.ts'
import { displayName } from '../model/name.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { editTable } from './schema-edit.ts'

/** Comes after the index that it marks, and after the columns of a replica identity are NOT NULL. */
export const changeMarks: Operation<'change_marks'> = {
  describe: marksText,
  phase: () => 'expand',
  effect: ({ table, after }, schema) =>
    editTable(schema, table, (now) => ({ ...now, physical: { ...now.physical, marks: after } })),

  *steps(change, { words }) {
    const { table, before, after } = change
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: words.setMarks(table, before, after),
      inverse: undo(words.setMarks(table, after, before)),
      reason: '1E: only the catalog changes; CLUSTER itself is never run',
    })
  },
}

export function marksText({ table, before, after }: ChangeOf<'change_marks' | 'release_marks'>): string {
  const { replicaIdentity, cluster } = after
  const identity = typeof replicaIdentity === 'object' ? `index ${replicaIdentity.index}` : replicaIdentity
  const parts = [
    sameValue(before.replicaIdentity, replicaIdentity) ? [] : [`identify rows of ${displayName(table)} by ${identity}`],
    before.cluster === cluster
      ? []
      : [
          `${cluster === null ? 'no longer ' : ''}cluster ${displayName(table)}${cluster === null ? '' : ` by ${cluster}`}`,
        ],
  ]
  return parts.flat().join(', ')
}
