import type { Change } from '../model/change.ts'
import { innerChanges } from '../model/changes-of.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import { speaksOf } from '../model/object-words.ts'
import type { SchemaObject } from '../model/object.ts'
import { refsUsed } from '../model/usage-index.ts'

/** Changes that are made together, and what goes and comes back around them. */
export interface Group {
  /** What goes, by `refKey`. */
  readonly aside: ReadonlyMap<string, SchemaObject>
  readonly around: readonly Change[]
  /** New ones that take the name of one that goes. */
  readonly born: readonly SchemaObject[]
}

/** What stands in the way of the last one is named first. */
export function joined(groups: readonly Group[]): Group {
  return {
    aside: new Map(groups.toReversed().flatMap(({ aside }) => [...aside])),
    around: groups.flatMap(({ around }) => around),
    born: groups.flatMap(({ born }) => born),
  }
}

/** What is there afterwards, as it is then. */
export function comingBack({ aside, born }: Group, wanted: ReadonlyMap<string, SchemaObject>): SchemaObject[] {
  return [...born, ...[...aside.keys()].flatMap((key) => wanted.get(key) ?? [])]
}

/** Of groups that each speak of what gets its name around the other one, none can be first: they become one. */
export function withoutCircles(groups: readonly Group[], wanted: ReadonlyMap<string, SchemaObject>): readonly Group[] {
  if (groups.length < 2) return groups
  const sources = refsUsed(
    groups.flatMap((group) => given(group).map((one): [ObjectRef, Source] => [one.ref, { ...one, group }])),
  )
  const reached = new Map(groups.map((group) => [group, new Set([group])]))
  for (const group of groups) {
    for (const object of comingBack(group, wanted)) {
      for (const { ref, column, group: other } of sources(object))
        if (column === null || speaksOf(object, ref, column)) reached.get(group)?.add(other)
    }
  }
  // A set that grows while it is walked is walked to its end.
  for (const found of reached.values())
    for (const other of found) for (const next of reached.get(other) ?? []) found.add(next)
  return groups.flatMap((group) => {
    const circle = groups.filter((other) => reached.get(group)?.has(other) && reached.get(other)?.has(group))
    return circle[0] === group ? [circle.length === 1 ? group : joined(circle)] : []
  })
}

interface Given {
  readonly ref: ObjectRef
  /** Null: the whole of it. */
  readonly column: string | null
}

type Source = Given & { readonly group: Group }

function given({ around }: Group): Given[] {
  return around.flatMap(innerChanges).flatMap((change): Given[] => {
    switch (change.kind) {
      case 'rename_table':
        return [{ ref: { kind: 'table', name: change.to }, column: null }]
      case 'rename_column':
        return [{ ref: { kind: 'table', name: change.table }, column: change.to }]
      case 'rename_object':
        return [{ ref: { ...change.object, name: change.to }, column: null }]
      default:
        return []
    }
  })
}
