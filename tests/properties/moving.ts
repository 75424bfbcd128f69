import { expect } from 'vitest'
import { compareText } from '../../src/lib/compare.ts'
import type { ForeignKey } from '../../src/model/constraint.ts'
import { nameKey, sameName } from '../../src/model/name.ts'
import type { Schema } from '../../src/model/schema.ts'
import { columnOf, type Table } from '../../src/model/table.ts'
import { relabelled } from '../support/judge-compare.ts'
import { type Survey, type SurveyRow, tableIn } from '../support/judge-survey.ts'
import { column, table as tableOfParts } from '../support/tables.ts'
import { pick } from './draw/choice.ts'
import { isFamily } from './draw/families.ts'
import type { Release, Wanted } from './wanted.ts'

/** Which columns go to another table, and how the specs say so. */
export interface Moving {
  readonly number: number
  /** A table takes in what was in a narrow one, instead of being split into two. */
  readonly merges: boolean
  /** Of a merge: the narrow table is there afterwards, with what is left in it. */
  readonly stays: boolean
  /** A foreign key says which rows belong together. */
  readonly bound: boolean
}

/** The same, but columns of some table were, or are going to be, in a table of their own: if nothing else speaks of them there. */
export function moving(release: Release, { number, merges, stays, bound }: Moving): Release {
  const { before, wanted } = release
  const [full, bare] = merges ? [wanted.schema, before] : [before, wanted.schema]
  const partings = bare.tables.flatMap((table) => partingsOf(table, bare, full))
  // What is part of a key that stays where it is cannot be taken out of it.
  const parted = pick(merges ? partings : partings.filter((parting) => !takesFromKey(parting, full)), number)
  if (parted === undefined) return release
  const { wide, narrow, moved } = bound ? parted : loose(parted)
  const schema = withTables(bare, wide, narrow)
  const left = { ...narrow, columns: narrow.columns.filter(({ name }) => !moved.includes(name)) }
  const [from, to] = merges ? [narrow.name, wide.name] : [wide.name, narrow.name]
  const match = bound ? null : (narrow.primaryKey?.columns ?? []).map((name) => ({ from: name, to: name }))
  const moves = moved.map((name) => ({
    table: to,
    column: name,
    from: { table: from, column: name },
    match,
    position: null,
  }))
  return merges
    ? { before: schema, wanted: { ...wanted, schema: stays ? withTables(full, left) : full, moves } }
    : { before, wanted: { ...wanted, schema, moves } }
}

/** Every value has gone over to the row it belongs to, and nothing else has come. */
export function expectMoved({ moves, enumRenames }: Wanted, before: Survey, after: Survey): void {
  for (const { table, column: name, from } of moves) {
    const type = tableIn(after, table)?.columns.find((one) => one.name === name)?.type ?? ''
    const old = before.rows.get(nameKey(from.table))
    // What is in a schema that is renamed is nowhere to be found by the name that the specs know.
    if (old === undefined) continue
    const expected = valuesIn(old, from.column, (value) => relabelled(after.schema, enumRenames, value, type))
    expect(valuesIn(after.rows.get(nameKey(table)) ?? [], name), `values of ${name}`).toEqual(expected)
  }
}

/** By row. */
function valuesIn(
  rows: readonly SurveyRow[],
  column: string,
  now: (value: string) => string | null = (value) => value,
): string[] {
  const lines = rows.flatMap((row) => {
    const value = row.get(column) ?? 'NULL'
    return value === 'NULL' ? [] : [`${row.get('id') ?? row.get('id_now') ?? ''}: ${now(value) ?? ''}`]
  })
  return lines.sort(compareText)
}

interface Parted {
  /** The table without the columns that are not in it here. */
  readonly wide: Table
  /** The table that they are in instead. */
  readonly narrow: Table
  readonly moved: readonly string[]
}

/** The columns that a table could do without in `bare`, one alone and all of them, since they are plain in `full`. */
function partingsOf(table: Table, bare: Schema, full: Schema): Parted[] {
  const other = full.tables.find(({ name }) => sameName(name, table.name))
  const key = table.primaryKey
  if (other === undefined || key === null || isFamily(other, full) || isFamily(table, bare)) return []
  const isSame = (name: string): boolean =>
    other.primaryKey?.columns.includes(name) === true && columnOf(other, name)?.type === columnOf(table, name)?.type
  if ((key.deferrable ?? 'no') !== 'no' || !key.columns.every(isSame)) return []
  const movable = other.columns
    .filter((one) => (one.default ?? one.generated ?? one.identity) === null && !key.columns.includes(one.name))
    .filter(({ type, collation }) => isKnown(type, bare) && isKnown(collation ?? '', bare))
    .map(({ name }) => name)
    .filter((name) => !isSpokenOf(name, without(table, [name]), bare))
  const [first, ...more] = movable
  if (first === undefined) return []
  return [...movable.map((name) => [name]), ...(more.length === 0 ? [] : [movable])].map((moved) => ({
    wide: without(table, moved),
    narrow: narrowOf(table, key.columns, other, moved),
    moved,
  }))
}

function takesFromKey({ wide, moved }: Parted, { tables }: Schema): boolean {
  const whole = tables.find(({ name }) => sameName(name, wide.name))
  return whole?.primaryKey?.columns.some((column) => moved.includes(column)) ?? false
}

/** Types and collations that somebody has made are there or not; the server's own have no schema in their names. */
function isKnown(spelled: string, { enums, objects }: Schema): boolean {
  const [bareName = ''] = /[^."]+(?=(?:"?\[\]|"?)$)/.exec(spelled) ?? []
  return !spelled.includes('.') || [...enums, ...objects].some(({ name }) => name.name === bareName)
}

function isSpokenOf(column: string, rest: Table, { objects, tables }: Schema): boolean {
  const others = JSON.stringify([rest, objects, tables.map(({ foreignKeys }) => foreignKeys)])
  return new RegExp(`\\b${column}\\b`).test(others)
}

function without(table: Table, columns: readonly string[]): Table {
  return { ...table, columns: table.columns.filter(({ name }) => !columns.includes(name)) }
}

function narrowOf(wide: Table, key: readonly string[], full: Table, moved: readonly string[]): Table {
  const binding: ForeignKey = {
    name: 'part_key_fkey',
    columns: key,
    references: { table: wide.name, columns: key },
    onDelete: 'cascade',
    onUpdate: 'no_action',
    deferrable: 'no',
    validated: true,
  }
  const columns = [
    ...key.map((name) => column(name, columnOf(wide, name)?.type ?? '', { nullable: false })),
    ...full.columns
      .filter(({ name }) => moved.includes(name))
      .map(({ name, type, nullable, collation }) => column(name, type, { nullable, collation })),
  ]
  return tableOfParts({ ...wide.name, name: 'part' }, columns, {
    primaryKey: { name: 'part_pkey', columns: key },
    foreignKeys: [binding],
  })
}

function loose(parted: Parted): Parted {
  return { ...parted, narrow: { ...parted.narrow, foreignKeys: [] } }
}

/** With these instead of those of their names, if there are any. */
function withTables(schema: Schema, ...tables: readonly Table[]): Schema {
  const others = schema.tables.filter(({ name }) => !tables.some((one) => sameName(one.name, name)))
  return { ...schema, tables: [...others, ...tables] }
}
