import { sortByDependency } from '../lib/graph.ts'
import { multimap } from '../lib/multimap.ts'
import type { Change } from '../model/change.ts'
import { nameKey } from '../model/name.ts'
import { handOver, isSchemaWide } from './hand-over.ts'
import { subjectOf } from './subject.ts'

/**
 * Brings changes that take a name after those that give it up: a new table may be called like an index of one that goes.
 * What is still done to the table that goes is done before.
 */
export function inNameOrder(changes: readonly Change[]): readonly Change[] {
  const position = new Map(changes.map((change, at) => [change, at]))
  const freedBy = multimap<string, Change>()
  for (const change of changes) for (const name of handOver(change).frees) freedBy.add(name, change)
  const waitsFor = (change: Change): Change[] =>
    handOver(change)
      .takes.filter(isSchemaWide)
      .flatMap((name) => [...freedBy.of(name)])
      .filter((other) => other !== change)
  const isBehind = (change: Change): boolean =>
    waitsFor(change).some((other) => (position.get(other) ?? 0) > (position.get(change) ?? 0))
  if (!changes.some(isBehind)) return changes
  const bySubject = Map.groupBy(changes, (change) => nameKey(subjectOf(change)))
  const done = (change: Change): readonly Change[] =>
    change.kind === 'drop_table'
      ? (bySubject.get(nameKey(change.table.name)) ?? []).filter((other) => other !== change)
      : []
  return sortByDependency(
    changes,
    (change) => String(position.get(change)),
    (change) => [...waitsFor(change), ...done(change)].map((other) => String(position.get(other))),
  )
}
