import { compareText } from '../lib/compare.ts'
import { sourceKey } from '../model/desired.ts'
import type { IndexKey, TableIndex } from '../model/table-index.ts'
import type { Binding, Declared } from './binding.ts'
import { bindCollation } from './bind-column.ts'
import { bindIndexOptions } from './bind-options.ts'
import { checkColumns, hasColumn, reportColumn } from './column-references.ts'
import type { IndexKeySpec, IndexSpec } from './content.ts'
import { engineText } from './engine-text.ts'
import { below, keyOf, type Place } from './spec-file.ts'
import { nullsNotDistinct } from './version-limits.ts'

export function bindIndexes(binding: Binding, table: Declared): readonly TableIndex[] {
  return Object.entries(table.spec.indexes ?? {})
    .map(([name, written]) => {
      const place = below(table.place, 'indexes', name)
      const short = !('columns' in written)
      const spec: IndexSpec = short ? { columns: written } : written
      binding.source(sourceKey('index', table.name, name), keyOf(place))
      return bindIndex(binding, table, name, spec, place, short ? place : below(place, 'columns'))
    })
    .filter((index) => index !== null)
    .sort((a, b) => compareText(a.name, b.name))
}

/** Null when one of its keys says that there is none on this engine. */
function bindIndex(
  binding: Binding,
  table: Declared,
  name: string,
  spec: IndexSpec,
  place: Place,
  keysPlace: Place,
): TableIndex | null {
  const what = `index ${name}`
  const keys = spec.columns.map((key, position) =>
    bindKey(binding, table, key, below(keysPlace, String(position)), what),
  )
  if (keys.includes(null)) return null
  if (spec.include !== undefined) checkColumns(binding, table, spec.include, below(place, 'include'), what)
  const unique = spec.unique ?? false
  const where =
    spec.where === undefined ? null : engineText(binding, spec.where, below(place, 'where'), `${what}: where`)
  if (spec.nulls_not_distinct === true && !unique) {
    binding.warn(
      below(place, 'nulls_not_distinct'),
      'without-effect',
      `${what}: nulls_not_distinct means nothing without unique`,
      'add unique: true, or leave it out',
    )
  }
  const common = { name, unique, where, keys: keys.filter((key) => key !== null), valid: true }
  if (binding.dialect.name === 'postgres') {
    return {
      ...common,
      method: spec.method?.toLowerCase() ?? 'btree',
      include: spec.include ?? [],
      nullsNotDistinct: nullsNotDistinct(binding, spec.nulls_not_distinct, below(place, 'nulls_not_distinct'), what),
      comment: spec.comment ?? null,
      ...bindIndexOptions(binding, spec.options, spec.method?.toLowerCase() ?? 'btree', place, what),
    }
  }
  const drop = (present: boolean, part: string, kind: string): void => {
    if (present) binding.note(below(place, part), 'not-kept', kind, name)
  }
  drop(
    spec.method !== undefined && spec.method.toLowerCase() !== 'btree',
    'method',
    'SQLite has only btree indexes, whatever `method` says',
  )
  drop(spec.include !== undefined, 'include', 'SQLite has no `include` in indexes')
  drop(spec.nulls_not_distinct === true, 'nulls_not_distinct', 'SQLite takes nulls in unique indexes for distinct')
  bindIndexOptions(binding, spec.options, 'btree', place, what)
  drop(spec.comment !== undefined, 'comment', 'SQLite keeps no comments')
  return { ...common, method: 'btree', include: [], nullsNotDistinct: false, comment: null }
}

/** One key of an index or exclusion. Null when it says that there is none on this engine. */
export function bindKey(
  binding: Binding,
  table: Declared,
  written: string | IndexKeySpec,
  place: Place,
  what: string,
): IndexKey | null {
  const spec: IndexKeySpec = typeof written === 'string' ? { column: written } : written
  const on = bindKeyTarget(
    binding,
    table,
    spec,
    typeof written === 'string' ? place : below(place, 'column'),
    place,
    what,
  )
  if (on === null) return null
  const sqlite = binding.dialect.name === 'sqlite'
  const order = spec.order ?? 'asc'
  const first = sqlite ? order === 'asc' : order === 'desc'
  const own = first ? 'first' : 'last'
  const nulls = sqlite ? own : (spec.nulls ?? own)
  if (sqlite && spec.nulls !== undefined && spec.nulls !== own) {
    binding.note(
      below(place, 'nulls'),
      'not-kept',
      'SQLite sorts nulls in indexes its own way (first in asc, last in desc)',
      what,
    )
  }
  if (sqlite && spec.opclass !== undefined)
    binding.note(below(place, 'opclass'), 'not-kept', 'SQLite has no operator classes', what)
  const collation = bindCollation(binding, spec.collation, below(place, 'collation'), what)
  return { on, order, nulls, collation, opclass: sqlite ? null : (spec.opclass ?? null) }
}

function bindKeyTarget(
  binding: Binding,
  table: Declared,
  spec: IndexKeySpec,
  columnPlace: Place,
  place: Place,
  what: string,
): IndexKey['on'] | null {
  const { column, expression } = spec
  if (column !== undefined && expression === undefined) {
    if (!hasColumn(table, column)) reportColumn(binding, table, column, columnPlace, what)
    return { column }
  }
  if (expression !== undefined && column === undefined) {
    const text = engineText(binding, expression, below(place, 'expression'), `${what}: expression`)
    return text === null ? null : { expression: text }
  }
  if (!table.damaged) {
    binding.error(
      place,
      'conflicting-keys',
      `${what}: a key is either a column or an expression`,
      'write { column: … } or { expression: … }',
    )
  }
  return null
}
