import { compareText } from '../lib/compare.ts'
import type { PrimaryKey, Unique } from '../model/constraint.ts'
import { sourceKey } from '../model/desired.ts'
import type { Binding, Declared } from './binding.ts'
import { bindDescription } from './bind-description.ts'
import { bindIndexOptions } from './bind-options.ts'
import { checkColumns } from './column-references.ts'
import type { KeySpec, PrimaryKeySpec, UniqueSpec } from './content.ts'
import type { DefaultNames } from './default-names.ts'
import { below, keyOf, type Place } from './spec-file.ts'
import { needs, nullsNotDistinct } from './version-limits.ts'

export function bindPrimaryKey(binding: Binding, table: Declared, names: DefaultNames): PrimaryKey | null {
  const written = table.spec.primary_key
  if (written === undefined) return null
  const place = below(table.place, 'primary_key')
  const spec: PrimaryKeySpec = 'columns' in written ? written : { columns: written }
  const what = `primary key of ${table.shown}`
  checkColumns(binding, table, spec.columns, 'columns' in written ? below(place, 'columns') : place, what)
  const name = spec.name ?? names.choose(table.name.schema, table.name.name, [], 'pkey')
  binding.source(sourceKey('constraint', table.name, name), keyOf(place))
  const deferrable = bindDeferrable(binding, spec, place, name)
  return {
    name,
    columns: spec.columns,
    ...bindKeyParts(binding, table, spec, place, what, name),
    ...(deferrable === 'no' ? {} : { deferrable }),
  }
}

export function bindUniques(binding: Binding, table: Declared, names: DefaultNames): readonly Unique[] {
  const { schema, name: tableName } = table.name
  const found: Unique[] = []
  const add = (name: string, spec: UniqueSpec, at: Place, columnsAt: Place): void => {
    const what = `unique constraint ${name} of ${table.shown}`
    checkColumns(binding, table, spec.columns, columnsAt, what)
    binding.source(sourceKey('constraint', table.name, name), keyOf(at))
    found.push({
      name,
      columns: spec.columns,
      ...bindKeyParts(binding, table, spec, at, what, name),
      nullsNotDistinct: bindNulls(binding, spec, at, what, name),
      deferrable: bindDeferrable(binding, spec, at, name),
    })
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

type KeyParts = Pick<PrimaryKey, 'include' | 'withoutOverlaps' | 'options' | 'comment'>

/** What primary keys and unique constraints may have beyond their columns. */
function bindKeyParts(
  binding: Binding,
  table: Declared,
  spec: KeySpec,
  place: Place,
  what: string,
  name: string,
): KeyParts {
  if (spec.include !== undefined) checkColumns(binding, table, spec.include, below(place, 'include'), what)
  const described = {
    ...bindIndexOptions(binding, spec.options, spec.without_overlaps === true ? 'gist' : 'btree', place, what),
    ...bindDescription(binding, spec.comment, place, name),
  }
  if (binding.dialect.name === 'sqlite') {
    if (spec.include !== undefined)
      binding.note(below(place, 'include'), 'not-kept', 'SQLite has no `include` in keys', name)
    if (spec.without_overlaps === true) {
      binding.note(below(place, 'without_overlaps'), 'not-kept', 'SQLite knows no ranges that could overlap', name)
    }
    return described
  }
  if (spec.without_overlaps === true) {
    needs(binding, 18, below(place, 'without_overlaps'), what, 'WITHOUT OVERLAPS')
    if (spec.columns.length < 2) {
      binding.error(
        below(place, 'without_overlaps'),
        'conflicting-keys',
        `${what}: without_overlaps needs a column before the range`,
        'name the columns that own the range first, or declare an exclusion',
      )
    }
  }
  return {
    ...(spec.include === undefined ? {} : { include: spec.include }),
    ...(spec.without_overlaps === true ? { withoutOverlaps: true } : {}),
    ...described,
  }
}

function bindDeferrable(binding: Binding, spec: KeySpec, place: Place, name: string): Unique['deferrable'] {
  const deferrable = spec.deferrable ?? 'no'
  if (deferrable === 'no' || binding.dialect.name === 'postgres') return deferrable
  binding.note(
    below(place, 'deferrable'),
    'not-kept',
    'SQLite checks primary keys and unique constraints at once',
    name,
  )
  return 'no'
}

function bindNulls(binding: Binding, spec: UniqueSpec, place: Place, what: string, name: string): boolean {
  const at = below(place, 'nulls_not_distinct')
  if (binding.dialect.name === 'postgres') return nullsNotDistinct(binding, spec.nulls_not_distinct, at, what)
  if (spec.nulls_not_distinct === true) {
    binding.note(at, 'not-kept', 'SQLite takes nulls in unique constraints for distinct', name)
  }
  return false
}

/** `Array.isArray` does not narrow a readonly list. */
function isList<T extends readonly unknown[]>(value: T | object): value is T {
  return Array.isArray(value)
}
