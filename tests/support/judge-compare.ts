import { expect } from 'vitest'
import type { Dialect } from '../../src/dialects/dialect.ts'
import type { Session } from '../../src/dialects/session.ts'
import { sameValue } from '../../src/lib/compare.ts'
import { identifiersIn } from '../../src/lib/identifiers.ts'
import { ancestorsOf, inheritedColumns } from '../../src/model/family.ts'
import type { EnumRenameHint, RenameHint } from '../../src/model/desired.ts'
import { nameKey, type ObjectName } from '../../src/model/name.ts'
import { typesMadeBy } from '../../src/model/object.ts'
import { usersOf } from '../../src/model/object-list.ts'
import { withDependants } from '../../src/model/object-uses.ts'
import { isMadeType } from '../../src/model/replaced-type.ts'
import { tableBefore } from '../../src/model/rename.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { EnumType, Schema } from '../../src/model/schema.ts'
import { columnOf, type Table } from '../../src/model/table.ts'
import type { CaseRow, CaseRows, Scalar } from './cases.ts'
import { allLines, isSpread, linesOf, rowid, type Survey, type SurveyRow, tableIn } from './judge-survey.ts'

export interface Comparison {
  readonly before: Survey
  readonly after: Survey
  readonly plan: Plan
  /** `renamed_from` of the spec. */
  readonly renames: readonly RenameHint[]
  readonly enumRenames: readonly EnumRenameHint[]
  readonly dialect: Dialect
  readonly session: Session
}

/** Each value of each column that was there before and is there after is the same, whatever it is called now. */
export async function expectRowsSurvive(comparison: Comparison): Promise<void> {
  const { before, after } = comparison
  for (const table of after.schema.tables) {
    const old = tableIn(before, nameBefore(comparison, table.name))
    if (old === undefined || ancestorsOf(after.schema, table).some((key) => movedWithin(comparison).has(key))) continue
    const whole = isRearranged(comparison, table)
    const pairs = sharedColumns(comparison, old, table)
    const expected: SurveyRow[] = []
    // Which rows of a partition that is put aside have gone over to another one before, their bounds say.
    const perhaps: SurveyRow[] = []
    for (const row of before.rows.get(nameKey(old.name)) ?? []) {
      const stays = !isSpread(before.schema, old) || shows(after.schema, table, placeAfter(comparison, row.get(rowid)))
      if (!whole && !stays) continue
      const carried = new Map<string, string | null>()
      for (const { from, to, of, type } of pairs) {
        const value = relabelled(after.schema, comparison.enumRenames, row.get(from) ?? null, of)
        carried.set(to, type === null ? value : await converted(comparison, value, type))
      }
      ;(stays ? expected : perhaps).push(carried)
    }
    const columns = pairs.map(({ to }) => to)
    // One that was never used may go on after the highest number there is.
    const counted = before.counters.get(nameKey(old.name)) ?? null
    if (counted !== null && after.counters.has(nameKey(table.name))) {
      expect(after.counters.get(nameKey(table.name)), `counter of ${table.name.name}`).toEqual(counted)
    }
    const rows = (after.rows.get(nameKey(table.name)) ?? []).filter(
      (row) =>
        whole || !isSpread(after.schema, table) || shows(before.schema, old, placeBefore(comparison, row.get(rowid))),
    )
    const found = linesOf(rows, columns)
    const moved = perhaps.filter((row) => linesOf([row], columns).some((line) => found.includes(line)))
    expect(found, `rows of ${table.name.name}`).toEqual(linesOf([...expected, ...moved], columns))
  }
}

/** Tables whose partitions have changed hands: their rows are where they belong now, and all are still there. */
function movedWithin({ plan }: Comparison): ReadonlySet<string> {
  const steps = plan.steps.filter(({ change }) => change === 'change_partitions')
  return new Set(steps.map(({ subject }) => nameKey(subject)))
}

function isRearranged(comparison: Comparison, { name }: Table): boolean {
  const moved = movedWithin(comparison)
  const { schema } = comparison.after
  return [...moved].some((key) => {
    const table = schema.tables.find((one) => nameKey(one.name) === key)
    return key === nameKey(name) || (table !== undefined && ancestorsOf(schema, table).includes(nameKey(name)))
  })
}

/** `expect_after` of rows.yaml: the whole table, of the columns it names. */
export async function expectRows(expected: CaseRows, after: Survey, dialect: Dialect, session: Session): Promise<void> {
  for (const [name, rows] of expected) {
    const table = tableIn(after, { schema: dialect.defaultSchema, name })
    if (table === undefined) throw new Error(`expect_after names ${name}, which is not there`)
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
    const whole = { ...table, columns: [...table.columns, ...inheritedColumns(after.schema, table)] }
    const wanted = await Promise.all(rows.map((row) => spelled(row, whole, dialect, session)))
    const found = linesOf(after.rows.get(nameKey(table.name)) ?? [], columns)
    expect(found, `expect_after of ${name}`).toEqual(linesOf(wanted, columns))
  }
}

/**
 * The database is what it was: schema and rows. Only labels of enums may have come (R23); WITHOUT ROWID in between has
 * forgotten the rowids.
 */
export function expectSame(before: Survey, now: Survey, between: Survey): void {
  expect(comparable(now.schema, before.schema), 'schema').toEqual(comparable(before.schema, before.schema))
  const forgotten = new Set(
    between.schema.tables.filter((table) => table.withoutRowid).map(({ name }) => nameKey(name)),
  )
  expect(allLines(now, forgotten), 'rows').toEqual(allLines(before, forgotten))
  // A counter that was taken away in between goes on after the highest number there is (R21).
  // So may one that had never been used, when what stood in its place was.
  const kept = [...before.counters].filter(
    ([key, last]) => last !== null && (between.counters.has(key) || !hasTable(between, key)),
  )
  expect(
    kept.map(([key]) => [key, now.counters.get(key)]),
    'counters',
  ).toEqual(kept)
}

function hasTable({ schema }: Survey, key: string): boolean {
  return schema.tables.some(({ name }) => nameKey(name) === key)
}

function comparable(schema: Schema, before: Schema): Schema {
  return {
    ...schema,
    enums: schema.enums.map((type) => before.enums.find((old) => isExtended(old, type)) ?? type),
  }
}

function isExtended(old: EnumType, now: EnumType): boolean {
  if (nameKey(old.name) !== nameKey(now.name) || old.comment !== now.comment) return false
  return sameValue(
    old.labels,
    now.labels.filter((label) => old.labels.includes(label)),
  )
}

function nameBefore({ renames }: Comparison, table: ObjectName): ObjectName {
  const hint = renames.find((one) => one.column === null && nameKey(one.table) === nameKey(table))
  return hint === undefined ? table : tableBefore(hint)
}

/** Rows of a partition that is put aside go with it; those of a table that begins or ends to inherit come and go. */
function shows(schema: Schema, table: Table, place: string): boolean {
  const from = schema.tables.find(({ name }) => `${name.schema}.${name.name}` === place)
  return from !== undefined && [nameKey(from.name), ...ancestorsOf(schema, from)].includes(nameKey(table.name))
}

function placeAfter({ renames }: Comparison, place: string | null | undefined): string {
  const hint = renames.find((one) => one.column === null && displayed(tableBefore(one)) === place)
  return hint === undefined ? (place ?? '') : `${hint.table.schema}.${hint.table.name}`
}

function placeBefore({ renames }: Comparison, place: string | null | undefined): string {
  const hint = renames.find((one) => one.column === null && `${one.table.schema}.${one.table.name}` === place)
  return hint === undefined ? (place ?? '') : displayed(tableBefore(hint))
}

function displayed({ schema, name }: ObjectName): string {
  return `${schema}.${name}`
}

interface SharedColumn {
  readonly from: string
  readonly to: string
  /** The type they are of afterwards. */
  readonly of: string
  /** The type its values were converted to; null when the type is the same. */
  readonly type: string | null
}

function sharedColumns(comparison: Comparison, old: Table, now: Table): SharedColumn[] {
  const { plan, renames, dialect } = comparison
  const filled = new Set(
    plan.steps.flatMap(({ action }) =>
      action.kind === 'backfill' && nameKey(action.backfill.table) === nameKey(now.name)
        ? action.backfill.set.map(({ column }) => column)
        : [],
    ),
  )
  const shared = now.columns.flatMap((column): SharedColumn[] => {
    const hint = renames.find((one) => one.column === column.name && nameKey(one.table) === nameKey(now.name))
    const from = columnOf(old, column.name) === undefined && hint !== undefined ? hint.from : column.name
    const before = columnOf(old, from)
    const isNew = before === undefined || renames.some((one) => one.from === from && one.column !== column.name)
    if (isNew || filled.has(column.name) || (column.generated !== null && before.generated === null)) return []
    const derived = column.generated !== null && column.generated.expression !== before.generated?.expression
    // A row of another shape is written in another way.
    return derived || isReshaped(comparison, column.type)
      ? []
      : [{ from, to: column.name, of: column.type, type: before.type === column.type ? null : column.type }]
  })
  // A row keeps its place unless its key has become another one.
  const keepsPlace =
    dialect.name === 'sqlite' &&
    !old.withoutRowid &&
    !now.withoutRowid &&
    sameValue(old.primaryKey?.columns.length, now.primaryKey?.columns.length)
  return keepsPlace ? [...shared, { from: rowid, to: rowid, of: 'integer', type: null }] : shared
}

/** Values of an enum show the new names of its labels, and so do those of types that are made of it, however deep. */
export function relabelled(
  schema: Schema,
  enumRenames: readonly EnumRenameHint[],
  value: string | null,
  type: string,
): string | null {
  if (value === null) return null
  const words = identifiersIn(type)
  return enumRenames.reduce((now, { type: renamed, label, from }) => {
    if (label === null || from === null || !typesOf(renamed, schema).some(({ name }) => words.has(name))) return now
    return now.replaceAll(new RegExp(`(?<!\\w)${from}(?!\\w)`, 'g'), label)
  }, value)
}

/** The enum, and the types made of it. */
function typesOf(name: ObjectName, { objects }: Schema): readonly ObjectName[] {
  const made = withDependants(usersOf({ kind: 'enum', name }, objects), objects).filter(isMadeType)
  return [name, ...made.flatMap(typesMadeBy)]
}

function isReshaped({ before, after, dialect }: Comparison, type: string): boolean {
  const shapeIn = ({ schema }: Survey): object | undefined =>
    schema.objects.find(
      ({ kind, name }) =>
        ['composite_type', 'domain', 'range_type'].includes(kind) &&
        type.replace(/\[\]$/, '') === dialect.words.qualify(name),
    )
  return !sameValue(shapeIn(before), shapeIn(after))
}

async function converted({ dialect, session }: Comparison, value: string | null, type: string): Promise<string | null> {
  if (value === null) return null
  const [row] =
    dialect.name === 'sqlite'
      ? await session.query(`select quote(cast(${value} as ${type})) as "value"`)
      : await session.query(`select $1::text::${type}::text as "value"`, [value])
  return String(row?.['value'])
}

/** A row as a survey spells it, given the types of the columns. */
async function spelled(row: CaseRow, table: Table, dialect: Dialect, session: Session): Promise<SurveyRow> {
  const spelledRow = new Map<string, string | null>()
  for (const [name, value] of Object.entries(row)) {
    const type = columnOf(table, name)?.type
    if (type === undefined) throw new Error(`expect_after names ${table.name.name}.${name}, which is not there`)
    spelledRow.set(name, await spelledValue(value, type, dialect, session))
  }
  return spelledRow
}

async function spelledValue(value: Scalar, type: string, dialect: Dialect, session: Session): Promise<string | null> {
  const [found] =
    dialect.name === 'sqlite'
      ? await session.query(`select quote(cast(? as ${type})) as "value"`, [value])
      : await session.query(`select $1::text::${type}::text as "value"`, [value === null ? null : String(value)])
  const text = found?.['value']
  return text === null || text === undefined ? null : String(text)
}
