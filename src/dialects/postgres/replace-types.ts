import type { Change } from '../../model/change.ts'
import { nameKey } from '../../model/name.ts'
import { refKey } from '../../model/object-ref.ts'
import { inCreationOrder } from '../../model/object-uses.ts'
import {
  isMadeType,
  type MadeType,
  refOf,
  replacedColumns,
  type ReplacedType,
  speaksOf,
} from '../../model/replaced-type.ts'
import type { Schema } from '../../model/schema.ts'
import type { LowerContext } from '../dialect.ts'
import { formerAttributes, retypesAttributes } from './words/objects/composite-type.ts'
import { objects } from './words/objects.ts'
import { qualify } from './words/quote.ts'

/**
 * Types that are not altered under columns that store them (1G) are replaced, and with them every type that is made of
 * them. What is made of the same types, or stored in the same table, is replaced at once, so that no table is written twice.
 */
export function replaceTypes(changes: readonly Change[], { actual, desired }: LowerContext): Change[] {
  const starts = changes.flatMap((change): ReplacedType[] => {
    if (change.kind === 'replace_types') return [...change.types]
    if (change.kind !== 'alter_object') return []
    const { before, after } = change
    return isMadeType(before) && isMadeType(after) && takesReplacing(before, after, actual)
      ? [{ kind: 'object', before, after }]
      : []
  })
  if (starts.length === 0) return [...changes]
  const groups: Group[] = []
  for (const start of starts) {
    const group = groupOf(start, changes, actual, desired)
    const shared = groups.filter((other) => [...group.keys].some((key) => other.keys.has(key)))
    for (const other of shared) {
      for (const [key, type] of other.types) group.types.set(key, type)
      for (const key of other.keys) group.keys.add(key)
      groups.splice(groups.indexOf(other), 1)
    }
    groups.push(group)
  }
  const taken = new Set(groups.flatMap(({ types }) => [...types].flatMap(([key, type]) => (isSame(type) ? [] : [key]))))
  return [
    ...changes.filter(
      (change) =>
        change.kind !== 'replace_types' && !(change.kind === 'alter_object' && taken.has(refKey(change.after))),
    ),
    ...groups.map(({ types }): Change => ({ kind: 'replace_types', types: inOrder([...types.values()]) })),
  ]
}

interface Group {
  readonly types: Map<string, ReplacedType>
  /** Of its types and of the tables that store them. */
  readonly keys: Set<string>
}

/** The type with everything that is made of it. */
function groupOf(start: ReplacedType, changes: readonly Change[], actual: Schema, desired: Schema): Group {
  const wanted = new Map(desired.objects.map((object) => [refKey(object), object]))
  const types = new Map([[refKey(refOf(start)), start]])
  const made = actual.objects.filter(isMadeType)
  // A map that grows while it is walked is walked to its end.
  for (const [, type] of types) {
    const speaks = speaksOf([type], qualify)
    for (const before of made) {
      const key = refKey(before)
      const after = wanted.get(key)
      if (types.has(key) || after === undefined || !isMadeType(after) || !partsOf(before).some(speaks)) continue
      const inPlace =
        changes.some((change) => change.kind === 'alter_object' && refKey(change.after) === key) &&
        !takesReplacing(before, after, actual)
      types.set(key, { kind: 'object', before: inPlace ? after : before, after })
    }
  }
  const columns = replacedColumns(actual, [...types.values()], qualify)
  return { types, keys: new Set([...types.keys(), ...columns.map(({ table }) => nameKey(table.name))]) }
}

/** True for a change that no statement makes while columns, or other types, are made of the type. */
function takesReplacing(before: MadeType, after: MadeType, actual: Schema): boolean {
  const composite = before.kind === 'composite_type' && after.kind === 'composite_type'
  if (objects.alter(before, after) !== null && !(composite && retypesAttributes(before, after))) return false
  const own: ReplacedType = { kind: 'object', before, after }
  const { types, keys } = groupOf(own, [], actual, {
    ...actual,
    objects: actual.objects.map((one) => (refKey(one) === refKey(after) ? after : one)),
  })
  if (keys.size === types.size) return false
  // By way of text only attributes that stay in their places are found again within other values.
  if (!composite) return true
  const inPlace = formerAttributes(before, after).every((old, at) => old === before.attributes[at])
  const plain = replacedColumns(actual, [own], qualify).every(({ converted }) =>
    converted.every(({ type }) => !type.endsWith('[]')),
  )
  return (inPlace && before.attributes.length === after.attributes.length) || (types.size === 1 && plain)
}

function isSame({ before, after }: ReplacedType): boolean {
  return before === after
}

/** What a type is made of. */
function partsOf(type: MadeType): string[] {
  switch (type.kind) {
    case 'domain':
      return [type.type, type.default ?? '', ...type.checks.map(({ expression }) => expression)]
    case 'composite_type':
      return type.attributes.map((attribute) => attribute.type)
    case 'range_type':
      return [type.subtype]
  }
}

function inOrder(types: readonly ReplacedType[]): ReplacedType[] {
  const made = types.flatMap((type) => (type.kind === 'object' ? [type] : []))
  const order = inCreationOrder(made.map(({ after }) => after)).map(refKey)
  return [
    ...types.filter(({ kind }) => kind === 'enum'),
    ...made.toSorted((a, b) => order.indexOf(refKey(a.after)) - order.indexOf(refKey(b.after))),
  ]
}
