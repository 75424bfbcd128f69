import type { Desired, EnumRenameHint, MoveHint, ObjectRenameHint, RenameHint } from '../../../src/model/desired.ts'
import type { ObjectName } from '../../../src/model/name.ts'
import { type ObjectRef, refKey } from '../../../src/model/object-ref.ts'
import { type Schema, tableOf } from '../../../src/model/schema.ts'

export type Hints = Pick<Desired, 'renames' | 'objectRenames' | 'enumRenames'>

const position = null

const nameless: ReadonlySet<ObjectRef['kind']> = new Set(['row_security', 'owner', 'grant', 'default_privileges'])

/** What the specs say about the names that the things of `before` have now, as `now` gives them. */
export function hintsOf(
  before: Schema,
  after: Schema,
  now: <T>(data: T) => T,
  schemas: ReadonlyMap<string, string>,
): Hints {
  /** Schemas have their new names before anything else is renamed. */
  const place = (name: ObjectName): ObjectName => ({ ...name, schema: schemas.get(name.schema) ?? name.schema })
  const sources = new Map<string, ObjectName>()
  for (const { kind, name, on } of [...before.objects]) sources.set(refKey(now(refOf(kind, name, on))), place(name))
  const objectRenames = after.objects.map((object): ObjectRenameHint => {
    const ref = refOf(object.kind, object.name, object.on)
    if (object.kind === 'schema') {
      const old = [...schemas].find(([, name]) => name === object.name.name)
      return { ref, from: old?.[0] ?? null, position }
    }
    const from = sources.get(refKey(object))
    const isElsewhere = object.on === null && from?.schema !== ref.name.schema
    // Types in the name of a routine follow by themselves, and so does what has no name of its own.
    if (from === undefined || nameless.has(object.kind) || (!isElsewhere && head(from.name) === head(ref.name.name))) {
      return { ref, from: null, position }
    }
    const moved = isElsewhere ? { fromSchema: from.schema } : {}
    return { ref, from: from.name, ...moved, position }
  })
  return {
    renames: tableHints(before, after, now, place),
    objectRenames,
    enumRenames: enumHints(before, after, now, place),
  }
}

/** By the names of now, but for where the columns come from; of a table that goes the specs know the old names alone. */
export function movedNow(
  move: MoveHint,
  after: Schema,
  now: <T>(data: T) => T,
  schemas: ReadonlyMap<string, string>,
): MoveHint {
  const { table, column, match } = now(move)
  const stays = tableOf(after, now(move.from.table)) !== undefined
  const { schema, name } = move.from.table
  return {
    ...move,
    table,
    column,
    from: { table: { schema: schemas.get(schema) ?? schema, name }, column: move.from.column },
    match:
      match?.map((pair, at) => ({ to: pair.to, from: (stays ? match : move.match)?.[at]?.from ?? pair.from })) ?? null,
  }
}

function head(name: string): string {
  return name.replace(/\(.*\)$/, '')
}

function refOf(kind: ObjectRef['kind'], name: ObjectName, on: ObjectRef | null): ObjectRef {
  return { kind, name, on }
}

function tableHints(
  before: Schema,
  after: Schema,
  now: <T>(data: T) => T,
  place: (name: ObjectName) => ObjectName,
): RenameHint[] {
  return before.tables.flatMap((old): RenameHint[] => {
    const renamed = now(old)
    const table = tableOf(after, renamed.name)
    if (table === undefined) return []
    const from = place(old.name)
    const moved = from.schema === table.name.schema ? {} : { fromSchema: from.schema }
    const isSame = from.name === table.name.name && from.schema === table.name.schema
    return [
      ...(isSame ? [] : [{ table: table.name, column: null, from: from.name, ...moved, position }]),
      ...old.columns.flatMap((column, at): RenameHint[] => {
        const name = renamed.columns[at]?.name ?? column.name
        const isThere = name !== column.name && table.columns.some((one) => one.name === name)
        return isThere ? [{ table: table.name, column: name, from: column.name, position }] : []
      }),
    ]
  })
}

function enumHints(
  before: Schema,
  after: Schema,
  now: <T>(data: T) => T,
  place: (name: ObjectName) => ObjectName,
): EnumRenameHint[] {
  return before.enums.flatMap((old): EnumRenameHint[] => {
    const renamed = now(old)
    const type = after.enums.find(({ name }) => name.schema === renamed.name.schema && name.name === renamed.name.name)
    if (type === undefined) return []
    const from = place(old.name)
    const isSame = from.name === type.name.name && from.schema === type.name.schema
    return [
      ...(isSame ? [] : [{ type: type.name, label: null, from: from.name, schema: from.schema, position }]),
      ...old.labels.flatMap((label, at): EnumRenameHint[] => {
        const name = renamed.labels[at] ?? label
        if (name === label || !type.labels.includes(name)) return []
        return [{ type: type.name, label: name, from: label, schema: type.name.schema, position }]
      }),
    ]
  })
}
