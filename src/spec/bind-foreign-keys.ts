import { compareText } from '../lib/compare.ts'
import { didYouMean } from '../lib/text.ts'
import type { ForeignKey } from '../model/constraint.ts'
import { sourceKey } from '../model/desired.ts'
import { displayName, nameKey, type ObjectName } from '../model/name.ts'
import { columnOf, type Table } from '../model/table.ts'
import type { Binding, Declared } from './binding.ts'
import { bindForeignKeyParts } from './bind-foreign-key-parts.ts'
import { checkColumns, hasColumn, reportColumn } from './column-references.ts'
import type { ForeignKeySpec } from './content.ts'
import type { DefaultNames } from './default-names.ts'
import { referenceReadings, type ReferenceReading, tableName } from './object-names.ts'
import { unreferable } from './referable.ts'
import { below, keyOf, type Place } from './spec-file.ts'

/** The foreign keys of a table, once all tables are bound (`tables`, by `nameKey`). */
export function bindForeignKeys(
  binding: Binding,
  table: Declared,
  tables: ReadonlyMap<string, Table>,
  names: DefaultNames,
): readonly ForeignKey[] {
  const found: ForeignKey[] = []
  const add = (name: string, spec: ForeignKeySpec, at: Place, columnsAt: Place): void => {
    binding.source(sourceKey('constraint', table.name, name), keyOf(at))
    const key = bindForeignKey(binding, table, name, spec, at, columnsAt, tables)
    if (key !== null) found.push(key)
  }
  for (const [column, spec] of Object.entries(table.spec.columns)) {
    if (typeof spec !== 'object' || spec.references === undefined) continue
    const at = below(table.place, 'columns', column)
    const name = names.choose(table.name.schema, table.name.name, [column], 'fkey')
    const { references, on_delete, on_update, deferrable } = spec
    const actions = {
      ...(on_delete === undefined ? {} : { on_delete }),
      ...(on_update === undefined ? {} : { on_update }),
      ...(deferrable === undefined ? {} : { deferrable }),
    }
    add(name, { columns: [column], references, ...actions }, at, at)
  }
  for (const [name, spec] of Object.entries(table.spec.foreign_keys ?? {})) {
    const at = below(table.place, 'foreign_keys', name)
    add(name, spec, at, below(at, 'columns'))
  }
  return found.sort((a, b) => compareText(a.name, b.name))
}

function bindForeignKey(
  binding: Binding,
  table: Declared,
  name: string,
  spec: ForeignKeySpec,
  at: Place,
  columnsAt: Place,
  tables: ReadonlyMap<string, Table>,
): ForeignKey | null {
  const what = `foreign key ${name} of ${table.shown}`
  const known = checkColumns(binding, table, spec.columns, columnsAt, what)
  const target = resolveTarget(binding, spec, below(at, 'references'), what)
  if (target === null) return null
  const other = tables.get(nameKey(target.table.name))
  if (other === undefined) return null
  const columns = target.columns ?? other.primaryKey?.columns ?? null
  if (columns === null) {
    if (!target.table.damaged) {
      binding.error(
        below(at, 'references'),
        'foreign-key-without-key',
        `${what} names no column, and ${target.table.shown} has no primary key`,
        `name the columns: ${target.table.shown} (…)`,
      )
    }
    return null
  }
  if (columns.length !== spec.columns.length) {
    binding.error(
      below(at, 'references'),
      'foreign-key-columns',
      `${what} has ${spec.columns.length} columns, but refers to ${columns.length}: ${columns.join(', ')}`,
      'name as many on both sides',
    )
    return null
  }
  const parts = bindForeignKeyParts(binding, table, name, spec, at, what)
  if (parts === null) return null
  const key: ForeignKey = {
    name,
    columns: spec.columns,
    references: { table: target.table.name, columns },
    ...parts,
  }
  if (known && columns.every((column) => hasColumn(target.table, column))) {
    checkTarget(binding, key, target.table, tables, below(at, 'references'), what)
    checkPairs(binding, key, tables.get(nameKey(table.name)), other, below(at, 'references'), what)
    checkActions(binding, key, tables.get(nameKey(table.name)), at, what)
  }
  return key
}

interface Target {
  readonly table: Declared
  readonly columns: readonly string[] | null
}

function resolveTarget(binding: Binding, spec: ForeignKeySpec, place: Place, what: string): Target | null {
  const { references } = spec
  const readings: readonly ReferenceReading[] =
    typeof references === 'string'
      ? referenceReadings(references, binding.dialect.defaultSchema)
      : [{ table: tableName(references.table, binding.dialect.defaultSchema), columns: references.columns ?? null }]
  for (const { table: name, columns } of readings) {
    const table = binding.tables.get(nameKey(name))
    if (table === undefined) continue
    const missing = columns?.findIndex((column) => !hasColumn(table, column)) ?? -1
    const column = columns?.[missing]
    if (column !== undefined) {
      const at = typeof references === 'string' ? place : below(place, 'columns', String(missing))
      reportColumn(binding, table, column, at, what)
      return null
    }
    return { table, columns }
  }
  if (!binding.incomplete && !readings.some(({ table }) => binding.cutTables.has(nameKey(table)))) {
    reportTable(
      binding,
      readings[0]?.table ??
        tableName(typeof references === 'string' ? references : references.table, binding.dialect.defaultSchema),
      typeof references === 'string' ? place : below(place, 'table'),
      what,
    )
  }
  return null
}

function reportTable(binding: Binding, name: ObjectName, place: Place, what: string): void {
  const shown = displayName(name)
  const near = didYouMean(
    shown,
    [...binding.tables.values()].map((table) => table.shown),
  )
  const help =
    near === null ? 'declare the table in a spec; a foreign key cannot lead out of them' : `did you mean ${near}?`
  binding.error(place, 'unknown-table', `${what} refers to ${shown}, which is no table in the specs`, help)
}

/** The engine wants a key behind the columns referred to: a primary key, unique constraint or plain unique index. */
function checkTarget(
  binding: Binding,
  key: ForeignKey,
  declared: Declared,
  tables: ReadonlyMap<string, Table>,
  place: Place,
  what: string,
): void {
  const other = tables.get(nameKey(declared.name))
  const reason = other && unreferable(other, key.references.columns, key.period ?? false, tables)
  if (declared.damaged || other === undefined || reason === null || reason === undefined) return
  const list = key.references.columns.join(', ')
  const help =
    other.primaryKey === null
      ? `add primary_key: [${list}] or a unique constraint to ${declared.shown}`
      : other.partitionBy === null
        ? `refer to its primary key (${other.primaryKey.columns.join(', ')}), or make them unique`
        : `every key of a partitioned table has its partition key: in a change before this one add the columns for (${other.primaryKey.columns.join(', ')}) with a backfill, and refer to these; or leave the foreign key out`
  binding.error(
    place,
    'foreign-key-without-key',
    `${what}: ${declared.shown} (${list}) ${reason}`,
    reason.startsWith('is neither') ? help : 'refer to another key, or leave that out',
  )
}

function checkPairs(
  binding: Binding,
  key: ForeignKey,
  table: Table | undefined,
  other: Table,
  place: Place,
  what: string,
): void {
  if (table === undefined) return
  key.columns.forEach((name, position) => {
    const mine = columnOf(table, name)
    const theirs = columnOf(other, key.references.columns[position] ?? '')
    if (mine === undefined || theirs === undefined || family(mine.type) === family(theirs.type)) return
    binding.warn(
      place,
      'foreign-key-types',
      `${what}: ${name} is ${mine.type}, but ${other.name.name}.${theirs.name} is ${theirs.type}`,
      `give ${name} the type ${theirs.type}`,
    )
  })
}

/** Text of any length compares with text of any length; everything else should be the same. */
function family(type: string): string {
  const base = type.toLowerCase().replace(/\s*\(.*\)/, '')
  return /^(text|character|character varying|varchar|char|bpchar)$/.test(base) ? 'text' : base
}

function checkActions(binding: Binding, key: ForeignKey, table: Table | undefined, at: Place, what: string): void {
  for (const [part, action] of [
    ['on_delete', key.onDelete],
    ['on_update', key.onUpdate],
  ] as const) {
    if (action !== 'set_null' || table === undefined) continue
    const set = part === 'on_delete' ? (key.onDeleteColumns ?? key.columns) : key.columns
    const required = set.find((name) => columnOf(table, name)?.nullable === false)
    if (required === undefined) continue
    binding.warn(
      below(at, part),
      'set-null-on-not-null',
      `${what}: ${part}: set_null can never work, ${required} is not_null`,
      `write ${part}: restrict or cascade, or let ${required} be null`,
    )
  }
}
