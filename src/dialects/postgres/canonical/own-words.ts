import { sameValue } from '../../../lib/compare.ts'
import type { Check } from '../../../model/constraint.ts'
import { mentions } from '../../../model/mentions.ts'
import { nameKey, type ObjectName } from '../../../model/name.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { refKey } from '../../../model/object-ref.ts'
import { usesColumn } from '../../../model/object-uses.ts'
import { isMadeType, type MadeType, type ReplacedType, speaksOf } from '../../../model/replaced-type.ts'
import type { Schema } from '../../../model/schema.ts'
import type { TableIndex } from '../../../model/table-index.ts'
import type { Table } from '../../../model/table.ts'

/**
 * What a type is made of decides what a text over it means: `amount > 10` of a domain over integer is printed as
 * `(amount)::integer > 10`, and would cut off the cents of the same domain over numeric. Where the type is about to be
 * another one, texts with casts stay in the words of the specs, for the server to read when that is there.
 */
export function withOwnWords(
  spelled: Schema,
  written: Schema,
  actual: Schema,
  qualify: (name: ObjectName) => string,
): Schema {
  const replaced = replacedIn(spelled, actual)
  if (replaced.length === 0) return spelled
  const speaks = speaksOf(replaced, qualify)
  const columns = new Map(
    spelled.tables.map((table) => [
      nameKey(table.name),
      table.columns.filter(({ type }) => speaks(type)).map(({ name }) => name),
    ]),
  )
  const asWritten = new Map(written.tables.map((table) => [nameKey(table.name), table]))
  const objects = new Map(written.objects.map((object) => [refKey(object), object]))
  const reads = (object: SchemaObject): boolean =>
    spelled.tables.some(({ name }) =>
      (columns.get(nameKey(name)) ?? []).some((column) => usesColumn(object, { kind: 'table', name }, column)),
    )
  return {
    ...spelled,
    tables: spelled.tables.map((table) => {
      const own = columns.get(nameKey(table.name)) ?? []
      const before = asWritten.get(nameKey(table.name))
      return own.length === 0 || before === undefined ? table : tableAsWritten(table, before, own)
    }),
    objects: spelled.objects.map((object) => {
      const before = objects.get(refKey(object))
      if ((object.kind !== 'view' && object.kind !== 'materialized_view') || before?.kind !== object.kind) return object
      return object.query.includes('::') && reads(object) ? { ...object, query: before.query } : object
    }),
  }
}

/** Enums are not among them: constants of theirs are printed by their labels, whatever else there is. */
function replacedIn({ objects }: Schema, actual: Schema): ReplacedType[] {
  const there = new Map(actual.objects.map((object) => [refKey(object), object]))
  return objects.flatMap((after): ReplacedType[] => {
    const before = there.get(refKey(after))
    if (before === undefined || !isMadeType(after) || !isMadeType(before)) return []
    return sameValue(madeOf(before), madeOf(after)) ? [] : [{ kind: 'object', before, after }]
  })
}

function madeOf(type: MadeType): unknown {
  if (type.kind === 'domain') return type.type
  return type.kind === 'range_type'
    ? type.subtype
    : type.attributes.map((attribute) => [attribute.name, attribute.type])
}

function tableAsWritten(table: Table, before: Table, columns: readonly string[]): Table {
  const isOpen = (text: string): boolean => text.includes('::') && columns.some((column) => mentions(text, column))
  return {
    ...table,
    columns: table.columns.map((column) => {
      const own = before.columns.find(({ name }) => name === column.name)?.generated
      if (column.generated === null || !own || !isOpen(column.generated.expression)) return column
      return { ...column, generated: { ...column.generated, expression: own.expression } }
    }),
    checks: table.checks.map((check): Check => {
      const own = before.checks.find(({ name }) => name === check.name)
      return own !== undefined && isOpen(check.expression) ? { ...check, expression: own.expression } : check
    }),
    indexes: table.indexes.map((index): TableIndex => {
      const own = before.indexes.find(({ name }) => name === index.name)
      const texts = [index.where ?? '', ...index.keys.map(({ on }) => ('expression' in on ? on.expression : ''))]
      return own !== undefined && texts.some(isOpen) ? { ...index, keys: own.keys, where: own.where } : index
    }),
  }
}
