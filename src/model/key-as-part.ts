import type { ObjectName } from './name.ts'
import { type Schema, tableOf } from './schema.ts'
import type { Table } from './table.ts'

/** A key that a partition has by itself, whose index is all the same its part of an index of its table. */
export interface KeyAsPart {
  readonly key: Member
  /** What it is a part of, from its table upward. */
  readonly of: readonly Member[]
}

interface Member {
  readonly table: ObjectName
  readonly name: string
}

/** Somebody has attached them: PostgreSQL lets neither of the two go without the other. */
export function keysAsParts(schema: Schema): KeyAsPart[] {
  return schema.tables.flatMap((table) =>
    ownKeys(table).flatMap((name) => {
      const of = upward(schema, table, name)
      return of.length === 0 ? [] : [{ key: { table: table.name, name }, of }]
    }),
  )
}

/** By their names, which are those of their indexes. */
export function ownKeys({ primaryKey, uniques, exclusions }: Table): string[] {
  return [...(primaryKey === null ? [] : [primaryKey]), ...uniques, ...exclusions].map(({ name }) => name)
}

function upward(schema: Schema, { partitionOf }: Table, part: string): Member[] {
  const whole = partitionOf === null ? undefined : tableOf(schema, partitionOf.table)
  const name = Object.entries(partitionOf?.parts?.indexes ?? {}).find(([, own]) => own === part)?.[0]
  return whole === undefined || name === undefined ? [] : [{ table: whole.name, name }, ...upward(schema, whole, name)]
}
