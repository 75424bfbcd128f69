import { compareText } from '../../../lib/compare.ts'
import { withNotNull } from '../../../model/column.ts'
import { isQuarantined, nameKey, type ObjectName, shimMark } from '../../../model/name.ts'
import { notNullName } from '../../../model/object-name.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { type ObjectRef, refKey } from '../../../model/object-ref.ts'
import type { Schema } from '../../../model/schema.ts'
import type { Table } from '../../../model/table.ts'
import { quote } from '../words/quote.ts'

/**
 * Views that go by old names while a rename is under way are nobody's: behind each stands a table, which is read by the name
 * that it is going to have again when it stands aside under one of ours.
 */
export function throughShims<Read extends Pick<Schema, 'tables' | 'objects'>>(read: Read): Read {
  const shims = read.objects.flatMap((object) => {
    const base = baseOf(object)
    return base === null ? [] : [{ name: object.name, base }]
  })
  if (shims.length === 0) return read
  const views = new Set(shims.map(({ name }) => nameKey(name)))
  const isShim = ({ kind, name }: ObjectRef): boolean => kind === 'view' && views.has(nameKey(name))
  const seen = {
    ...read,
    objects: read.objects.filter((object) => !isShim(object) && !(object.on !== null && isShim(object.on))),
  }
  return shims
    .filter(({ base }) => isQuarantined(base.name))
    .reduce((now, { name, base }) => inOrder(respelled(now, base, name)), seen)
}

function inOrder<Read extends Pick<Schema, 'tables' | 'objects'>>(read: Read): Read {
  return {
    ...read,
    tables: read.tables.map(withUsualNames).toSorted((a, b) => compareText(nameKey(a.name), nameKey(b.name))),
    objects: read.objects.toSorted((a, b) => compareText(refKey(a), refKey(b))),
  }
}

/** The constraints behind NOT NULL have been named after the table (PostgreSQL 18). */
function withUsualNames(table: Table): Table {
  return {
    ...table,
    columns: table.columns.map((column) => {
      const { name, ...rest } = column.notNull ?? {}
      if (name !== notNullName(table.name.name, column.name)) return column
      return withNotNull(column, column.nullable, Object.keys(rest).length === 0 ? undefined : rest)
    }),
  }
}

/** The table behind a view of ours; null for all other objects. */
function baseOf({ kind, name, comment }: SchemaObject): ObjectName | null {
  if (kind !== 'view' || comment?.startsWith(`${shimMark} `) !== true) return null
  return { schema: name.schema, name: comment.slice(shimMark.length + 1) }
}

/** No other name contains one of ours, which begins with a hash. */
function respelled<T>(value: T, from: ObjectName, to: ObjectName): T {
  return everyText(value, (text) =>
    text === from.name ? to.name : text.replaceAll(quote(from.name), quote(to.name)),
  ) as T
}

function everyText(value: unknown, respell: (text: string) => string): unknown {
  if (typeof value === 'string') return respell(value)
  if (Array.isArray(value)) return value.map((item) => everyText(item, respell))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, everyText(item, respell)]))
}
