import { compareText } from '../lib/compare.ts'
import { keepsSequence } from '../model/column.ts'
import { goneColumns, grantsNothing, withoutColumns } from '../model/column-grants.ts'
import { sameName } from '../model/name.ts'
import { isOwnership, type SchemaObject } from '../model/object.ts'
import { type ObjectRef, refKey } from '../model/object-ref.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import { columnOf, ownedSequences } from '../model/table.ts'

/** Owners and grants on what goes on under another kind, or with other columns. */
export function followingAccess(
  objects: readonly SchemaObject[],
  wanted: ReadonlyMap<string, SchemaObject>,
): SchemaObject[] {
  return objects.flatMap((object) => onViewAsItWillBe(onSuccessor(object, wanted), wanted))
}

/** A view that becomes a materialized one keeps what was granted on it, and a function that becomes a procedure. */
function onSuccessor(object: SchemaObject, wanted: ReadonlyMap<string, SchemaObject>): SchemaObject {
  const { on } = object
  if (!isOwnership(object) || on === null || wanted.has(refKey(on))) return object
  const successor = (successors[on.kind] ?? []).map((kind) => ({ ...on, kind })).find((ref) => wanted.has(refKey(ref)))
  return successor === undefined ? object : { ...object, on: successor }
}

/** Nothing is left of a grant whose columns a view no longer has. */
function onViewAsItWillBe(object: SchemaObject, wanted: ReadonlyMap<string, SchemaObject>): SchemaObject[] {
  if (object.kind !== 'grant' || object.on === null || Object.keys(object.columns).length === 0) return [object]
  const view = wanted.get(refKey(object.on))
  if ((view?.kind !== 'view' && view?.kind !== 'materialized_view') || view.columns === null) return [object]
  const there = new Set(view.columns.map(({ name }) => name))
  const gone = Object.keys(object.columns).filter((column) => !there.has(column))
  const kept = { ...object, columns: withoutColumns(object, gone) }
  return grantsNothing(kept) ? [] : [kept]
}

/** Kinds whose names are shared, and that have the same privileges. */
const successors: Partial<Record<ObjectRef['kind'], readonly ObjectRef['kind'][]>> = {
  view: ['materialized_view'],
  materialized_view: ['view'],
  function: ['procedure', 'aggregate'],
  procedure: ['function', 'aggregate'],
  aggregate: ['function', 'procedure'],
}

/**
 * `desired` with what is granted on columns that go: it is nobody's until they have gone, and what is revoked on the whole
 * table must not take it away.
 */
export function withGoneColumns(desired: Schema, actual: Schema): Schema {
  const wanted = new Map(desired.objects.map((object) => [refKey(object), object]))
  const taken = actual.objects.flatMap((object): SchemaObject[] => {
    const gone = goneColumns(object, actual, desired)
    if (object.kind !== 'grant' || gone.length === 0) return []
    const now = wanted.get(refKey(object))
    const columns = Object.fromEntries(Object.entries(object.columns).filter(([name]) => gone.includes(name)))
    if (now?.kind === 'grant') return [{ ...now, columns: { ...now.columns, ...columns } }]
    return grantsNothing({ ...object, columns: withoutColumns(object, gone) }) ? [object] : []
  })
  if (taken.length === 0) return desired
  for (const grant of taken) wanted.set(refKey(grant), grant)
  return { ...desired, objects: [...wanted.values()] }
}

/**
 * Without what is granted on the sequences of columns, which are put aside when they go and take it along; and a sequence that gets
 * another name keeps what is granted on it.
 */
export function onStayingSequences(actual: Schema, desired: Schema): Schema {
  const fates = new Map(sequenceFates(actual, desired).map(({ from, to }) => [refKey(from), to]))
  if (fates.size === 0) return actual
  const objects = actual.objects.flatMap((object): SchemaObject[] => {
    const { on } = object
    if (object.kind !== 'grant' || on === null || !fates.has(refKey(on))) return [object]
    const to = fates.get(refKey(on)) ?? null
    return to === null ? [] : [{ ...object, on: to }]
  })
  return { ...actual, objects: objects.sort((a, b) => compareText(refKey(a), refKey(b))) }
}

interface SequenceFate {
  readonly from: ObjectRef
  /** Null: it goes. */
  readonly to: ObjectRef | null
}

function sequenceFates(actual: Schema, desired: Schema): SequenceFate[] {
  const staying = new Set(desired.objects.map(refKey))
  return actual.tables.flatMap((table) => {
    const after = tableOf(desired, table.name)
    return table.columns.flatMap((column): SequenceFate[] => {
      const [from] = ownedSequences({ name: table.name, columns: [column] })
      const later = after === undefined ? undefined : columnOf(after, column.name)
      // One that its column lets go of stays, with all that is granted on it.
      if (from === undefined || later === undefined || staying.has(refKey(from))) return []
      if (!keepsSequence(column, later)) return [{ from, to: null }]
      const [to] = ownedSequences({ name: table.name, columns: [later] })
      return to === undefined || sameName(from.name, to.name) ? [] : [{ from, to }]
    })
  })
}
