import type { Column } from '../../model/column.ts'
import type { Table } from '../../model/table.ts'
import type { ColumnSpec } from '../content.ts'
import { columnType } from './column-type.ts'
import { referenceOf } from './foreign-keys.ts'
import { isColumnUnique } from './keys.ts'
import { columnPhysicalOf } from './physical.ts'
import { numberingOf, serialType } from './sequences.ts'
import { sqlValue } from './sql-value.ts'
import type { Writing } from './writing.ts'

/** Says something about a column, or nothing when the default says it. */
type ColumnSection = (column: Column, table: Table, writing: Writing) => Partial<ColumnSpec>

/** In the order in which a column has them. */
const sections: readonly ColumnSection[] = [
  columnType,
  numberingOf,
  nullability,
  isUnique,
  givenDefault,
  generation,
  ({ collation }) => (collation === null ? {} : { collation }),
  referenceOf,
  columnPhysicalOf,
  ({ comment }) => (comment === null ? {} : { comment }),
]

/** A Map keeps their order, also that of columns whose names are whole numbers. */
export function columnsOf(
  table: Table,
  writing: Writing,
): { readonly columns: ReadonlyMap<string, string | ColumnSpec> } {
  return { columns: new Map(table.columns.map((column) => [column.name, columnSpec(column, table, writing)])) }
}

/** `full_name: text` when the type says it all. */
function columnSpec(column: Column, table: Table, writing: Writing): string | ColumnSpec {
  const spec: ColumnSpec = Object.assign({}, ...sections.map((section) => section(column, table, writing)))
  return Object.keys(spec).length === 1 && typeof spec.type === 'string' ? spec.type : spec
}

/** Primary keys and PostgreSQL's identity and serial are NOT NULL without saying so; only SQLite has keys that may be null. */
function nullability(column: Column, table: Table, { dialect }: Writing): Partial<ColumnSpec> {
  const { name, nullable, notNull, identity } = column
  const numbered =
    identity === 'serial' ? serialType(column) !== null : identity !== null && dialect.name === 'postgres'
  const implied = (table.primaryKey?.columns.includes(name) ?? false) || numbered
  if (notNull !== undefined) {
    const { name: called, noInherit, validated } = notNull
    return {
      not_null: {
        ...(called === undefined ? {} : { name: called }),
        ...(noInherit === undefined ? {} : { no_inherit: noInherit }),
        ...(validated === undefined ? {} : { validated }),
      },
    }
  }
  return nullable === !implied ? {} : { not_null: !nullable }
}

function isUnique({ name }: Column, table: Table, writing: Writing): Partial<ColumnSpec> {
  return table.uniques.some((unique) => isColumnUnique(unique, table, writing) && unique.columns[0] === name)
    ? { unique: true }
    : {}
}

/** A sequence that is there and used by nothing: the default that says so is no default. */
function givenDefault({ default: text, identity, sequence }: Column): Partial<ColumnSpec> {
  if (text !== null) return { default: sqlValue(text) }
  return sequence !== null && identity === null ? { default: 'null' } : {}
}

function generation({ generated }: Column): Partial<ColumnSpec> {
  if (generated === null) return {}
  return { generated: sqlValue(generated.expression), ...(generated.stored ? {} : { stored: false }) }
}
