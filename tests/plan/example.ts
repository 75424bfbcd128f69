import type { Column } from '../../src/model/column.ts'
import type { Schema } from '../../src/model/schema.ts'
import type { Table } from '../../src/model/table.ts'
import { type PlanParts, schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'

/** One plan that shows what a kind of change comes to. */
export interface Example extends PlanParts {
  readonly before: Schema
  readonly after: Schema
  /** The steps of that kind: `phase: what it runs`, then what takes it back. */
  readonly steps: readonly string[]
}

export const id = column('id', 'bigint', { nullable: false })
export const key = { primaryKey: { name: 'people_pkey', columns: ['id'] } }
export const tiers = table('tiers', [id], { primaryKey: { name: 'tiers_pkey', columns: ['id'] } })

/** `people` with these columns, beside `tiers`. */
export function person(columns: readonly Column[], rest: Partial<Table> = {}): Schema {
  return schema([tiers, table('people', [id, ...columns], rest)])
}

export function a(type: string, rest: Partial<Column> = {}): Column {
  return column('a', type, rest)
}

/** `people` with two integers and these members. */
export function people(rest: Partial<Table>): Schema {
  return person([a('integer'), column('b', 'integer')], rest)
}
