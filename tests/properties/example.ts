import type { Dialect } from '../../src/dialects/dialect.ts'
import type { Session } from '../../src/dialects/session.ts'
import type { Column } from '../../src/model/column.ts'
import { inheritedColumns } from '../../src/model/family.ts'
import type { Schema } from '../../src/model/schema.ts'
import type { Table } from '../../src/model/table.ts'

/** Puts rows into every table. A row that breaks a rule is left out: which ones are is part of the chance. */
export async function fill(
  session: Session,
  dialect: Dialect,
  schema: Schema,
  dice: readonly number[],
): Promise<number> {
  const parentsFirst = schema.tables
    .filter(({ partitionOf }) => partitionOf === null)
    .map((table) => ({ ...table, columns: [...inheritedColumns(schema, table), ...table.columns] }))
    .sort((a, b) => a.foreignKeys.length - b.foreignKeys.length)
  let filled = 0
  for (const table of [...parentsFirst, ...parentsFirst]) {
    const rows = (dice[0] ?? 0) % 6
    for (let number = 1; number <= rows; number += 1) {
      const done = await insert(session, dialect, schema, table, number, dice).then(
        () => 1,
        () => 0,
      )
      filled += done
    }
  }
  return filled
}

async function insert(
  session: Session,
  { words, name }: Dialect,
  schema: Schema,
  table: Table,
  number: number,
  dice: readonly number[],
): Promise<void> {
  const columns = table.columns.filter(({ generated }) => generated === null)
  const values = columns.map((column, position) => {
    const chance = dice[(number * 7 + position) % dice.length] ?? 0
    return column.nullable && chance === 0 ? null : valueOf(schema, column, number, chance)
  })
  const marks = columns.map((_column, position) => (name === 'postgres' ? `$${position + 1}` : '?'))
  const list = columns.map((column) => words.quote(column.name)).join(', ')
  const overriding = name === 'postgres' ? ' overriding system value' : ''
  await session.execute(
    `insert into ${words.qualify(table.name)} (${list})${overriding} values (${marks.join(', ')})`,
    values,
  )
}

/** Distinct by row where a rule may ask for it, and such that the types of a column convert to each other. */
function valueOf(
  schema: Schema,
  { name: column, type }: Column,
  number: number,
  chance: number,
): string | number | Buffer {
  switch (column) {
    case 'id':
      return number
    case 'amount':
      return type === 'text' ? String(number * 3) : number * 3
    case 'label':
      return type === 'blob' ? Buffer.from(`it's ${number}`) : `it's "${number}" жук`
    case 'code':
    case 'parent':
      return `c${column === 'parent' ? 1 + (chance % 3) : number}`
    case 'flag':
      return type === 'boolean' ? String(chance % 2 === 0) : chance % 2
    case 'at':
      return `2026-0${1 + (chance % 9)}-1${number} 12:34:56.789`
    case 'ref':
      return 1 + (chance % 3)
    case 'moods':
      return '{sad,fine}'
    case 'nick':
      return `Nick ${number}`
    case 'score':
    case 'ticket':
    case 'extra':
      return 1 + number
    case 'tag':
      return 'sad'
    case 'mood':
      return chance > 7 ? (schema.enums[0]?.labels.at(-1) ?? 'sad') : 'sad'
    case 'spot':
      return spotOf(schema, number, chance)
    case 'spots':
      return `{"${spotOf(schema, number, chance).replaceAll('"', '\\"')}"}`
    case 'span':
      return `[${number}.5,${number + 1 + chance})`
    case 'day':
      return `202${5 + (chance % 3)}-0${1 + (number % 9)}-01`
    case 'region':
      return ['de', 'fr', 'us', 'jp'][chance % 4] ?? ''
    default:
      throw new Error(`what is a value of ${column}?`)
  }
}

/** With a value for each of its attributes. */
function spotOf({ objects }: Schema, number: number, chance: number): string {
  const spot = objects.find(({ kind, name }) => kind === 'composite_type' && name.name === 'place')
  const attributes = spot?.kind === 'composite_type' ? spot.attributes : []
  const values = attributes.map(({ name }) => (name === 'note' ? '"a, b"' : name === 'y' ? `${chance}.50` : number))
  return `(${values.join(',')})`
}
