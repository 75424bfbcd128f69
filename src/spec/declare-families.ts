import { didYouMean } from '../lib/text.ts'
import { displayName, nameKey } from '../model/name.ts'
import type { Binding, Declared } from './binding.ts'
import type { ColumnSpec, PartitionSpec, TableSpec } from './content.ts'
import { checkTableName } from './identifiers.ts'
import { tableName } from './object-names.ts'
import { below, keyOf } from './spec-file.ts'

type Report = Pick<Binding, 'dialect' | 'facts' | 'error'>

/**
 * Adds partitions as tables of their own (where the engine has them), and to each table the columns that it has from its
 * parents, so that its indexes and rules may name them.
 */
export function withFamilies(
  report: Report,
  tables: ReadonlyMap<string, Declared>,
  incomplete: boolean,
): ReadonlyMap<string, Declared> {
  const whole = new Map<string, Declared>()
  const visiting = new Set<string>()
  const visit = (table: Declared): Declared => {
    const key = nameKey(table.name)
    const done = whole.get(key)
    if (done !== undefined) return done
    visiting.add(key)
    const parents = (table.spec.inherits ?? []).flatMap((written, position) => {
      const place = below(table.place, 'inherits', String(position))
      const parent = tables.get(nameKey(tableName(written, report.dialect.defaultSchema)))
      if (parent === undefined) {
        if (!incomplete) reportUnknown(report, table, written, place, tables)
        return []
      }
      if (visiting.has(nameKey(parent.name))) {
        report.error(place, 'inherits-itself', `table ${table.shown} inherits from itself`, 'break the circle')
        return []
      }
      if (parent.spec.partition_by !== undefined && report.facts.partitions) {
        report.error(
          place,
          'inherits-partitioned',
          `table ${table.shown} cannot inherit from ${parent.shown}, which is partitioned`,
          `declare it under \`partitions:\` of ${parent.shown}`,
        )
        return []
      }
      return [visit(parent)]
    })
    visiting.delete(key)
    const complete = { ...withInherited(table, parents, report.facts.partitions), inherits: parents }
    whole.set(key, complete)
    return complete
  }
  for (const table of tables.values()) visit(table)
  const declared = [...whole.values()]
  if (report.facts.partitions) for (const table of declared) addPartitions(report, table, whole)
  return whole
}

function addPartitions(report: Report, parent: Declared, whole: Map<string, Declared>): void {
  for (const [written, content] of Object.entries(parent.spec.partitions ?? {})) {
    const spec: PartitionSpec = content === 'default' ? { default: true } : content
    // A bare name is one in the schema of the partitioned table.
    const name = tableName(written, report.dialect.defaultSchema, parent.name.schema)
    const shown = displayName(name)
    const place = keyOf(below(parent.place, 'partitions', written))
    checkTableName(report, name.schema, name.name, place, `partition ${shown}`)
    if (whole.has(nameKey(name))) {
      report.error(place, 'duplicate-name', `table ${shown} is declared twice`, 'rename one of them')
      continue
    }
    const bare: Declared = {
      name,
      shown,
      spec: { ...spec, columns: spec.columns ?? {} },
      place,
      damaged: parent.damaged,
      inherited: new Set(),
      inherits: [],
      partition: { of: parent, spec },
    }
    const complete = withInherited(bare, [parent], true)
    whole.set(nameKey(name), complete)
    addPartitions(report, complete, whole)
  }
}

/**
 * `bare`: the engine passes the columns on itself, so only their types matter here. Otherwise they become columns of the
 * table, with all that PostgreSQL would pass on.
 */
function withInherited(table: Declared, parents: readonly Declared[], bare: boolean): Declared {
  // Untouched, columns keep their order whatever they are called.
  if (parents.length === 0) return table
  const inherited: Record<string, string | ColumnSpec> = {}
  const checks: Record<string, NonNullable<TableSpec['checks']>[string]> = {}
  for (const parent of parents) {
    for (const [name, column] of Object.entries(parent.spec.columns)) {
      if (!Object.hasOwn(table.spec.columns, name)) inherited[name] ??= passedOn(column, bare)
    }
    if (!bare) Object.assign(checks, parent.spec.checks)
  }
  return {
    ...table,
    spec: {
      ...table.spec,
      columns: { ...inherited, ...table.spec.columns },
      ...(bare ? {} : { checks: { ...checks, ...table.spec.checks } }),
    },
    inherited: new Set(bare ? Object.keys(inherited) : []),
  }
}

function passedOn(column: string | ColumnSpec, bare: boolean): string | ColumnSpec {
  if (typeof column === 'string') return column
  const { type, not_null: required, default: value, generated, stored, collation } = column
  const not_null =
    typeof required === 'object' ? required.no_inherit !== true && required.validated !== false : required
  if (bare) return not_null === undefined ? { type } : { type, not_null }
  return {
    type,
    ...(not_null === undefined ? {} : { not_null }),
    ...(value === undefined ? {} : { default: value }),
    ...(generated === undefined ? {} : { generated }),
    ...(stored === undefined ? {} : { stored }),
    ...(collation === undefined ? {} : { collation }),
  }
}

function reportUnknown(
  report: Report,
  table: Declared,
  written: string,
  place: ReturnType<typeof below>,
  tables: ReadonlyMap<string, Declared>,
): void {
  const near = didYouMean(
    written,
    [...tables.values()].map(({ shown }) => shown),
  )
  report.error(
    place,
    'unknown-table',
    `table ${table.shown} inherits from ${written}, which is no table in the specs`,
    near === null ? 'declare that table too' : `did you mean ${near}?`,
  )
}
