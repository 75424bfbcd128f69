import { nameKey } from '../../src/model/name.ts'
import { type Schema, tableOf } from '../../src/model/schema.ts'
import { hasKey } from '../../src/plan/waits-for-key.ts'

/**
 * True when tables that stand already point to each other in a circle, each to a key that only `after` has. SQLite would
 * need a third rebuild to come by both the keys and the references, and Reconcile makes at most two: such a plan fails in
 * its first rebuild and is taken back.
 */
export function isCircleOfNewKeys(before: Schema, after: Schema): boolean {
  const edges = new Map(
    after.tables.map(({ name, foreignKeys }) => [
      nameKey(name),
      foreignKeys.flatMap(({ references: { table, columns } }) => {
        const parent = tableOf(before, table)
        return parent === undefined || hasKey(parent, columns) || nameKey(table) === nameKey(name)
          ? []
          : [nameKey(table)]
      }),
    ]),
  )
  const reaches = (from: string, goal: string, seen: ReadonlySet<string>): boolean =>
    (edges.get(from) ?? []).some(
      (next) => next === goal || (!seen.has(next) && reaches(next, goal, new Set([...seen, next]))),
    )
  return [...edges.keys()].some((table) => reaches(table, table, new Set([table])))
}
