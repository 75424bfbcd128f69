import type { ObjectHead } from '../object-ref.ts'

export interface RangeType extends ObjectHead<'range_type'> {
  readonly subtype: string
  /** The operator class that orders its values; null: the default one. */
  readonly opclass: string | null
  /** Null: the subtype's own. */
  readonly collation: string | null
  /** Functions by their names. */
  readonly canonical: string | null
  readonly subtypeDiff: string | null
  /** The type of its multiranges, in the same schema. */
  readonly multirange: string
}

/** As CREATE TYPE names it when nobody does. */
export function defaultMultirange(name: string): string {
  return name.includes('range') ? name.replace('range', 'multirange') : `${name}_multirange`
}
