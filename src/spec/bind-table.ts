import { sourceKey } from '../model/desired.ts'
import type { Table } from '../model/table.ts'
import { bindColumn, type BoundColumn } from './bind-column.ts'
import type { ColumnSpec } from './content.ts'
import { bindChecks } from './bind-checks.ts'
import { bindTablePhysical } from './bind-physical.ts'
import { bindExclusions } from './bind-exclusions.ts'
import { bindIndexes } from './bind-indexes.ts'
import { bindPrimaryKey, bindUniques } from './bind-keys.ts'
import { bindPartition, bindPartitionKey } from './bind-partitions.ts'
import type { Binding, Declared } from './binding.ts'
import type { DefaultNames } from './default-names.ts'
import { identifierKey, checkColumnName } from './identifiers.ts'
import { below, keyOf, positionOf } from './spec-file.ts'

/** Everything of a table but its foreign keys, which need the other tables. */
export function bindTable(binding: Binding, table: Declared, names: DefaultNames): Table {
  const { name, spec, place } = table
  binding.source(sourceKey('table', name), place)
  const primaryKey = bindPrimaryKey(binding, table, names)
  const columns = bindColumns(binding, table, primaryKey?.columns ?? [], names)
  const sqlite = binding.dialect.name === 'sqlite'
  if (spec.comment !== undefined && !binding.facts.comments) {
    binding.note(below(place, 'comment'), 'not-kept', 'SQLite keeps no comments', table.shown)
  }
  if (sqlite && columns.length === 0 && !table.damaged) {
    binding.error(below(place, 'columns'), 'empty', `table ${table.shown} has no columns`, 'SQLite wants at least one')
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
    exclusions: bindExclusions(binding, table),
    foreignKeys: [],
    indexes: bindIndexes(binding, table),
    partitionBy: bindPartitionKey(binding, table),
    partitionOf: bindPartition(binding, table),
    inherits: bindInherits(binding, table),
    strict: sqlite && spec.strict === true,
    withoutRowid: sqlite && spec.without_rowid === true,
  }
  return { ...bound, physical: bindTablePhysical(binding, table, bound) }
}

function bindInherits(binding: Binding, table: Declared): Table['inherits'] {
  if (binding.facts.partitions) return table.inherits.map(({ name }) => name)
  if (table.inherits.length > 0)
    binding.note(
      below(table.place, 'inherits'),
      'not-kept',
      'SQLite has no inheritance, the columns are copied',
      table.shown,
    )
  return []
}

/** JavaScript puts names that are whole numbers first, whatever the file says. */
function inOrder({ spec, place }: Declared): readonly (readonly [string, string | ColumnSpec])[] {
  const columns = Object.entries(spec.columns)
  if (!columns.some(([name]) => /^\d+$/.test(name))) return columns
  return columns
    .map((entry) => ({ entry, at: positionOf(keyOf(below(place, 'columns', entry[0]))) }))
    .toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column)
    .map(({ entry }) => entry)
}

function bindColumns(
  binding: Binding,
  table: Declared,
  key: readonly string[],
  names: DefaultNames,
): readonly BoundColumn[] {
  const taken = new Map<string, string>()
  return inOrder(table).map(([name, written]) => {
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
    return bindColumn(binding, table, name, written, key, names)
  })
}
