import { expect } from 'vitest'
import type { MoveHint } from '../../src/model/desired.ts'
import { nameKey, sameName } from '../../src/model/name.ts'
import { childrenOf, type Schema } from '../../src/model/schema.ts'
import { columnOf, type Table } from '../../src/model/table.ts'
import type { Survey } from '../support/judge-survey.ts'
import { column, table as tableOfParts } from '../support/tables.ts'
import { pick } from './draw/choice.ts'
import type { Wanted } from './renamed.ts'

/** The same, but a column of some table goes to a table of its own, if there is one that nothing else speaks of. */
export function split(before: Schema, wanted: Wanted, number: number): Wanted {
  // By the names of before.
  const hints = [...wanted.renames, ...wanted.objectRenames, ...wanted.enumRenames]
  if (hints.some(({ from }) => from !== null)) return wanted
  const chosen = pick(
    wanted.schema.tables.flatMap((table) => partsIn(before, wanted.schema, table)),
    number,
  )
  if (chosen === undefined) return wanted
  const { rest, part, hint } = chosen
  const tables = wanted.schema.tables.map((table) => (sameName(table.name, rest.name) ? rest : table))
  return { ...wanted, schema: { ...wanted.schema, tables: [...tables, part] }, moves: [hint] }
}

/** Every value has gone over, and nothing else has come. */
export function expectMoved({ moves }: Wanted, before: Survey, after: Survey): void {
  for (const { table, column: name, from } of moves) {
    const there = (survey: Survey, key: string): (string | null)[] =>
      (survey.rows.get(key) ?? [])
        .map((row) => row.get(name) ?? null)
        .filter((value) => value !== null && value !== 'NULL')
    const [old, now] = [there(before, nameKey(from.table)), there(after, nameKey(table))]
    expect(now.toSorted(), `values of ${name}`).toEqual(old.toSorted())
  }
}

function isFamily({ name, partitionBy, partitionOf, inherits }: Table, schema: Schema): boolean {
  return partitionBy !== null || partitionOf !== null || inherits.length + childrenOf(schema, name).length > 0
}

interface Split {
  readonly rest: Table
  readonly part: Table
  readonly hint: MoveHint
}

function partsIn(before: Schema, after: Schema, table: Table): Split[] {
  const old = before.tables.find(({ name }) => sameName(name, table.name))
  const key = table.primaryKey
  if (old === undefined || key === null || isFamily(old, before) || isFamily(table, after)) return []
  const same = (name: string): boolean =>
    old.primaryKey?.columns.includes(name) === true && columnOf(old, name)?.type === columnOf(table, name)?.type
  if ((key.deferrable ?? 'no') !== 'no' || !key.columns.every(same)) return []
  return old.columns.flatMap((moving): Split[] => {
    const rest = { ...table, columns: table.columns.filter(({ name }) => name !== moving.name) }
    const isPlain = moving.nullable && (moving.default ?? moving.generated ?? moving.identity) === null
    const others = JSON.stringify([rest, after.objects, after.tables.map(({ foreignKeys }) => foreignKeys)])
    if (!isPlain || key.columns.includes(moving.name) || new RegExp(`\\b${moving.name}\\b`).test(others)) return []
    const name = { ...table.name, name: 'part' }
    const keys = key.columns.map((one) => column(one, columnOf(table, one)?.type ?? '', { nullable: false }))
    const part = tableOfParts(name, [...keys, column(moving.name, moving.type, { collation: moving.collation })], {
      primaryKey: { name: 'part_pkey', columns: key.columns },
      foreignKeys: [
        {
          name: 'part_key_fkey',
          columns: key.columns,
          references: { table: table.name, columns: key.columns },
          onDelete: 'cascade',
          onUpdate: 'no_action',
          deferrable: 'no',
          validated: true,
        },
      ],
    })
    const hint: MoveHint = {
      table: name,
      column: moving.name,
      from: { table: table.name, column: moving.name },
      match: null,
      position: null,
    }
    return [{ rest, part, hint }]
  })
}
