import { compareText } from '../lib/compare.ts'
import type { Check, PrimaryKey, Unique } from '../model/constraint.ts'
import { sourceKey } from '../model/desired.ts'
import type { Table } from '../model/table.ts'
import { bindColumn, type BoundColumn } from './bind-column.ts'
import { bindTablePhysical } from './bind-physical.ts'
import { bindIndexes } from './bind-indexes.ts'
import type { Binding, Declared } from './binding.ts'
import { checkColumns } from './column-references.ts'
import type { PrimaryKeySpec, UniqueSpec } from './content.ts'
import type { DefaultNames } from './default-names.ts'
import { engineText } from './engine-text.ts'
import { identifierKey, checkColumnName } from './identifiers.ts'
import { below, keyOf, type Place } from './spec-file.ts'
import { checkNullsNotDistinct } from './version-limits.ts'

/** Everything of a table but its foreign keys, which need the other tables. */
export function bindTable(binding: Binding, table: Declared, names: DefaultNames): Table {
  const { name, spec, place } = table
  binding.source(sourceKey('table', name), place)
  const primaryKey = bindPrimaryKey(binding, table, names)
  const columns = bindColumns(binding, table, primaryKey?.columns ?? [])
  const sqlite = binding.dialect.name === 'sqlite'
  if (spec.comment !== undefined && !binding.facts.comments) {
    binding.note(below(place, 'comment'), 'not-kept', 'SQLite keeps no comments', table.shown)
  }
  if (sqlite && spec.without_rowid === true && primaryKey === null) {
    binding.error(
      below(place, 'without_rowid'),
      'missing-key',
      `table ${table.shown}: without_rowid needs a primary key`,
      'add `primary_key:`',
    )
  }
  const bound = {
    name,
    comment: binding.facts.comments ? (spec.comment ?? null) : null,
    columns: columns.map(({ column }) => column),
    primaryKey,
    uniques: bindUniques(binding, table, names),
    checks: bindChecks(binding, table, columns),
    foreignKeys: [],
    indexes: bindIndexes(binding, table),
    strict: sqlite && spec.strict === true,
    withoutRowid: sqlite && spec.without_rowid === true,
  }
  return { ...bound, physical: bindTablePhysical(binding, table, bound) }
}

function bindColumns(binding: Binding, table: Declared, key: readonly string[]): readonly BoundColumn[] {
  const taken = new Map<string, string>()
  return Object.entries(table.spec.columns).map(([name, written]) => {
    const place = keyOf(below(table.place, 'columns', name))
    checkColumnName(binding, name, place, `column ${table.shown}.${name}`)
    const first = taken.get(identifierKey(binding, name))
    if (first !== undefined) {
      binding.error(
        place,
        'duplicate-name',
        `table ${table.shown}: SQLite takes the columns ${first} and ${name} for the same`,
        'rename one of them',
      )
    }
    taken.set(identifierKey(binding, name), name)
    binding.source(sourceKey('column', table.name, name), place)
    return bindColumn(binding, table, name, written, key)
  })
}

function bindPrimaryKey(binding: Binding, table: Declared, names: DefaultNames): PrimaryKey | null {
  const written = table.spec.primary_key
  if (written === undefined) return null
  const place = below(table.place, 'primary_key')
  const long: PrimaryKeySpec | null = 'columns' in written ? written : null
  const columns = 'columns' in written ? written.columns : written
  checkColumns(
    binding,
    table,
    columns,
    long === null ? place : below(place, 'columns'),
    `primary key of ${table.shown}`,
  )
  const name = long?.name ?? names.choose(table.name.schema, table.name.name, [], 'pkey')
  binding.source(sourceKey('constraint', table.name, name), keyOf(place))
  return { name, columns }
}

function bindUniques(binding: Binding, table: Declared, names: DefaultNames): readonly Unique[] {
  const { schema, name: tableName } = table.name
  const found: Unique[] = []
  const add = (name: string, spec: UniqueSpec, at: Place, columnsAt: Place): void => {
    const what = `unique constraint ${name} of ${table.shown}`
    checkColumns(binding, table, spec.columns, columnsAt, what)
    binding.source(sourceKey('constraint', table.name, name), keyOf(at))
    found.push(bindUnique(binding, name, spec, at, what))
  }
  for (const [column, spec] of Object.entries(table.spec.columns)) {
    if (typeof spec !== 'object' || spec.unique !== true) continue
    const at = below(table.place, 'columns', column, 'unique')
    add(names.choose(schema, tableName, [column], 'key'), { columns: [column] }, at, at)
  }
  const at = below(table.place, 'unique')
  const written = table.spec.unique ?? {}
  if (isList(written)) {
    written.forEach((columns, position) => {
      const place = below(at, String(position))
      add(names.choose(schema, tableName, columns, 'key'), { columns }, place, place)
    })
  } else {
    for (const [name, spec] of Object.entries(written)) {
      const place = below(at, name)
      if ('columns' in spec) add(name, spec, place, below(place, 'columns'))
      else add(name, { columns: spec }, place, place)
    }
  }
  return found.sort((a, b) => compareText(a.name, b.name))
}

function bindUnique(binding: Binding, name: string, spec: UniqueSpec, place: Place, what: string): Unique {
  const deferrable = spec.deferrable ?? 'no'
  if (binding.dialect.name === 'postgres') {
    const nullsNotDistinct = checkNullsNotDistinct(
      binding,
      spec.nulls_not_distinct,
      below(place, 'nulls_not_distinct'),
      what,
    )
    return { name, columns: spec.columns, nullsNotDistinct, deferrable }
  }
  if (spec.nulls_not_distinct === true) {
    binding.note(
      below(place, 'nulls_not_distinct'),
      'not-kept',
      'SQLite takes nulls in unique constraints for distinct',
      name,
    )
  }
  if (deferrable !== 'no')
    binding.note(below(place, 'deferrable'), 'not-kept', 'SQLite checks unique constraints at once', name)
  return { name, columns: spec.columns, nullsNotDistinct: false, deferrable: 'no' }
}

function bindChecks(binding: Binding, table: Declared, columns: readonly BoundColumn[]): readonly Check[] {
  const checks: Check[] = []
  for (const [name, written] of Object.entries(table.spec.checks ?? {})) {
    const place = below(table.place, 'checks', name)
    const expression = engineText(binding, written, place, `check ${name} of ${table.shown}`)
    if (expression === null) continue
    binding.source(sourceKey('constraint', table.name, name), keyOf(place))
    checks.push({ name, expression, validated: true })
  }
  for (const { column, labels } of columns) {
    if (labels === null) continue
    const name = `${table.name.name}_${column.name}_enum`
    const list = labels.map((label) => `'${label.replaceAll("'", "''")}'`).join(', ')
    const place = below(table.place, 'columns', column.name)
    binding.source(sourceKey('constraint', table.name, name), keyOf(place))
    checks.push({ name, expression: `${binding.dialect.words.quote(column.name)} in (${list})`, validated: true })
  }
  return checks.sort((a, b) => compareText(a.name, b.name))
}

/** `Array.isArray` does not narrow a readonly list. */
function isList<T extends readonly unknown[]>(value: T | object): value is T {
  return Array.isArray(value)
}
