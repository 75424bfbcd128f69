import { changesNames } from '../model/changes-of.ts'
import { refKey } from '../model/object-ref.ts'
import type { SchemaObject } from '../model/object.ts'
import type { ReplacedType } from '../model/replaced-type.ts'
import type { Group } from './recreated-group.ts'

/**
 * Names change hands before all else, and types are replaced when all else is done, backfills of what they do not have any
 * more among it: what is in the way of both goes and comes back twice, if it can be made of the old types in between.
 */
export function inTurn(one: Group, other: Group, wanted: ReadonlyMap<string, SchemaObject>): boolean {
  const types = [one, other].find(replacesTypes)
  const names = [one, other].find(givesNames)
  return (
    types !== undefined &&
    names !== undefined &&
    [...types.aside.keys()].every((key) => {
      const object = names.aside.has(key) ? wanted.get(key) : undefined
      return object === undefined || typesOf(types).every((type) => isMadeOf(object, type))
    })
  )
}

/** What has come back already goes as it is by then. */
export function goingAgain(groups: readonly Group[], wanted: ReadonlyMap<string, SchemaObject>): readonly Group[] {
  return groups.map((group) => {
    const earlier = replacesTypes(group) ? groups.filter((other) => givesNames(other)) : []
    const aside = [...group.aside].flatMap(([key, object]): [string, SchemaObject][] => {
      if (!earlier.some((other) => other.aside.has(key))) return [[key, object]]
      const now = wanted.get(key)
      return now === undefined ? [] : [[refKey(now), now]]
    })
    return { ...group, aside: new Map(aside) }
  })
}

function replacesTypes({ around }: Group): boolean {
  return around.length > 0 && around.every(({ kind }) => kind === 'replace_types')
}

function givesNames({ around }: Group): boolean {
  return around.some(({ kind }) => changesNames(kind))
}

function typesOf({ around }: Group): ReplacedType[] {
  return around.flatMap((change) => (change.kind === 'replace_types' ? change.types : []))
}

/** It speaks of no label that the old type does not have; what else may differ, it might need. */
function isMadeOf(object: SchemaObject, type: ReplacedType): boolean {
  if (type.before === type.after) return true
  if (type.kind !== 'enum') return false
  const text = JSON.stringify(object)
  return type.after.labels
    .filter((label) => !type.before.labels.includes(label))
    .every((label) => !text.includes(JSON.stringify(label.replaceAll("'", "''")).slice(1, -1)))
}
