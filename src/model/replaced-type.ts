import { identifiersIn } from '../lib/identifiers.ts'
import type { Column } from './column.ts'
import { columnsOfParents } from './family.ts'
import { isQuarantined, type ObjectName } from './name.ts'
import { standingAlone } from './object-rename.ts'
import type { ObjectRef } from './object-ref.ts'
import { type SchemaObject, typesMadeBy } from './object.ts'
import type { CompositeType } from './objects/composite-type.ts'
import type { Domain } from './objects/domain.ts'
import type { RangeType } from './objects/range-type.ts'
import type { EnumType, Schema } from './schema.ts'
import type { Table } from './table.ts'

/**
 * A type that makes room for another one of its name, since no statement leads from the one to the other. What is made of
 * such a type is replaced as well, and is the same before and after.
 */
export type ReplacedType =
  | ReplacedEnum
  | { readonly kind: 'object'; readonly before: MadeType; readonly after: MadeType }

export interface ReplacedEnum {
  readonly kind: 'enum'
  readonly before: EnumType
  readonly after: EnumType
}

/** Types that are objects. */
export type MadeType = Domain | CompositeType | RangeType

export function isMadeType(object: SchemaObject): object is MadeType {
  return object.kind === 'domain' || object.kind === 'composite_type' || object.kind === 'range_type'
}

export function refOf({ kind, after }: ReplacedType): ObjectRef {
  return kind === 'enum' ? { kind: 'enum', name: after.name } : { kind: after.kind, name: after.name }
}

/** Names of a type and of what comes with it; arrays are spelled by the names of their elements. */
export function namesOf(type: ReplacedType): ObjectName[] {
  return type.kind === 'enum' ? [type.before.name] : typesMadeBy(type.before)
}

/** Tells texts of the server that speak of any of these types. */
export function speaksOf(
  types: readonly ReplacedType[],
  qualify: (name: ObjectName) => string,
): (text: string) => boolean {
  const patterns = types.flatMap(namesOf).map((name) => standingAlone(qualify(name)).source)
  const anyOf = new RegExp(patterns.join('|'))
  return (text) => anyOf.test(text)
}

/** The text with other names for the types it speaks of. */
export function withTypesNamed(
  text: string,
  names: readonly { readonly from: ObjectName; readonly to: ObjectName }[],
  qualify: (name: ObjectName) => string,
): string {
  return names.reduce((now, { from, to }) => now.replaceAll(standingAlone(qualify(from)), () => qualify(to)), text)
}

/** The same the other way round. */
export function exchangedType(type: ReplacedType): ReplacedType {
  return type.kind === 'enum'
    ? { kind: 'enum', before: type.after, after: type.before }
    : { kind: 'object', before: type.after, after: type.before }
}

export interface ReplacedColumns {
  readonly table: Table
  /** Their values are carried over; partitions and heirs follow. */
  readonly converted: readonly Column[]
  /** They are computed anew. */
  readonly computed: readonly Column[]
}

/** Columns of these types, and those computed from them, each in the table that defines it. What is put aside keeps its type. */
export function replacedColumns(
  { tables, ...rest }: Schema,
  types: readonly ReplacedType[],
  qualify: (name: ObjectName) => string,
): ReplacedColumns[] {
  const speaks = speaksOf(types, qualify)
  return tables.flatMap((table) => {
    const passed = new Set(columnsOfParents({ tables, ...rest }, table).map(({ name }) => name))
    const own = table.columns.filter(({ name }) => !passed.has(name) && !isQuarantined(name))
    const converted = own.filter(({ type, generated }) => generated === null && speaks(type))
    const computed = own.filter(
      ({ type, generated }) =>
        generated !== null &&
        (speaks(type) ||
          speaks(generated.expression) ||
          converted.some(({ name }) => identifiersIn(generated.expression).has(name))),
    )
    return converted.length + computed.length === 0 ? [] : [{ table, converted, computed }]
  })
}
