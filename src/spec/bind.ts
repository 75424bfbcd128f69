import type { ColumnTypes } from '../dialects/dialect.ts'
import { compareText, sameValue } from '../lib/compare.ts'
import { type Desired, sourceKey } from '../model/desired.ts'
import type { Diagnostic, Position } from '../model/diagnostic.ts'
import { nameKey, type ObjectName } from '../model/name.ts'
import type { Table } from '../model/table.ts'
import { bindBackfills } from './bind-backfills.ts'
import { bindEnumRenames, labelBackfills } from './bind-enum-renames.ts'
import { bindForeignKeys } from './bind-foreign-keys.ts'
import { checkKeysOfPartitioned } from './bind-partitions.ts'
import { bindMoves } from './bind-moves.ts'
import { bindRenames } from './bind-renames.ts'
import { bindTable } from './bind-table.ts'
import { type Binding, type Declared, reporter } from './binding.ts'
import { checkNames } from './check-names.ts'
import { declareEnums, declareTables } from './declare.ts'
import { withFamilies } from './declare-families.ts'
import { type DefaultNames, defaultNames } from './default-names.ts'
import type { LoadedSpecs } from './load.ts'
import { declareTypes } from './declare-types.ts'
import { governedBy } from './objects/bind-access.ts'
import { bindObjects } from './objects/bind-objects.ts'
import { tableName } from './object-names.ts'
import { type Place, positionOf } from './spec-file.ts'

export interface Bound {
  /** Only to be used when no diagnostic is an error. */
  readonly desired: Desired
  /** What the specs mean that this engine cannot have (`error`), should not (`warning`) or will not keep (`info`). */
  readonly diagnostics: readonly Diagnostic[]
}

/** Taken when there is no server to ask. */
const newestVersion = { postgres: '18', sqlite: '3.53' } as const

/** Whether a server binds specs as the newest version does, so that there is no need to bind them again for it. */
export function isNewest({ name }: Binding['dialect'], serverVersion: string): boolean {
  return Number.parseInt(serverVersion, 10) === Number.parseInt(newestVersion[name], 10)
}

/**
 * The specs as a schema of one engine. Needs no database: `serverVersion` null binds for the newest one. Never throws;
 * the diagnostics come on top of those of `loadSpecs`.
 */
export function bind(specs: LoadedSpecs, dialect: Binding['dialect'], serverVersion: string | null): Bound {
  const report = reporter(dialect.defaultSchema)
  const version = serverVersion ?? newestVersion[dialect.name]
  const facts = dialect.facts(version)
  const declaring = { dialect, facts, error: report.error }
  const binding: Binding = {
    ...report,
    dialect: { ...dialect, types: remembering(dialect.types) },
    facts,
    version: Number.parseInt(version, 10),
    tables: withFamilies(declaring, declareTables(declaring, specs), !specs.complete),
    enums: declareEnums(declaring, specs),
    ...declareTypes(specs, dialect.defaultSchema),
    incomplete: !specs.complete,
    ...cutParts(specs, dialect.defaultSchema),
  }
  const declared = [...binding.tables.values()].sort(byName)
  const tables = bindTables(binding, declared)
  checkNames(binding, tables, report.sources)
  const enums = [...binding.enums.values()].sort(byName)
  for (const { name, place } of enums) binding.source(sourceKey('enum', name), place)
  const desired: Desired = {
    schema: {
      tables,
      enums: facts.enums
        ? enums.map(({ name, labels, comment }) => ({ name, labels, comment: facts.comments ? comment : null }))
        : [],
      objects: bindObjects(binding, specs, tables),
      unmodeled: [],
      quarantined: [],
    },
    backfills: declared.flatMap((table) => [...labelBackfills(binding, table), ...bindBackfills(binding, table)]),
    ...bindRenames(binding, declared),
    moves: bindMoves(binding, declared),
    objectRenames: report.objectRenames,
    enumRenames: facts.enums ? bindEnumRenames(binding) : [],
    governed: governedBy(binding, specs, tables),
    sources: lazyPositions(report.sources),
    ignore: declared.flatMap(({ name, spec }) => (spec.ignore ?? []).map((pattern) => ({ table: name, pattern }))),
  }
  return { desired, diagnostics: report.diagnostics() }
}

/** Thousands of columns share a few types. */
function remembering(types: ColumnTypes): ColumnTypes {
  const once = (answer: (type: string) => string | null): ((type: string) => string | null) => {
    const answers = new Map<string, string | null>()
    return (type) => {
      const known = answers.get(type)
      if (known !== undefined) return known
      const given = answer(type)
      answers.set(type, given)
      return given
    }
  }
  return { ...types, canonical: once(types.canonical), fidelity: once(types.fidelity) }
}

function bindTables(binding: Binding, declared: readonly Declared[]): readonly Table[] {
  const names = defaultNames(binding.facts.maxIdentifierBytes)
  for (const table of declared) takeWrittenNames(names, table)
  const bare = new Map(declared.map((table) => [nameKey(table.name), bindTable(binding, table, names)]))
  return declared.flatMap((table) => {
    const bound = bare.get(nameKey(table.name))
    if (bound === undefined) return []
    checkKeysOfPartitioned(binding, table, bound, bare)
    return [withoutInherited(table, { ...bound, foreignKeys: bindForeignKeys(binding, table, bare, names) }, bare)]
  })
}

/** Columns were there to be referred to: those that are the parent's in every respect are only the parent's. */
function withoutInherited({ inherited, partition }: Declared, table: Table, all: ReadonlyMap<string, Table>): Table {
  const parent = partition === null ? undefined : all.get(nameKey(partition.of.name))
  return {
    ...table,
    columns: table.columns.filter(
      (column) => !inherited.has(column.name) && !(parent?.columns.some((other) => sameValue(other, column)) === true),
    ),
  }
}

/** A default name gives way to one that somebody has written. */
function takeWrittenNames(names: DefaultNames, { name, spec }: Declared): void {
  const uniques = Array.isArray(spec.unique) ? {} : (spec.unique ?? {})
  const groups = [spec.indexes, uniques, spec.checks, spec.exclusions, spec.foreign_keys]
  const written = [name.name, ...groups.flatMap((group) => Object.keys(group ?? {}))]
  for (const each of written) names.take(name.schema, each)
  for (const column of Object.values(spec.columns)) {
    if (typeof column === 'string') continue
    const long = typeof column.identity === 'object' ? column.identity : column.sequence
    if (long?.name !== undefined) names.take(name.schema, long.name)
  }
  if (spec.primary_key !== undefined && 'columns' in spec.primary_key && spec.primary_key.name !== undefined) {
    names.take(name.schema, spec.primary_key.name)
  }
}

function byName(a: { readonly name: ObjectName }, b: { readonly name: ObjectName }): number {
  return compareText(a.name.schema, b.name.schema) || compareText(a.name.name, b.name.name)
}

function cutParts(specs: LoadedSpecs, defaultSchema: string): Pick<Binding, 'cutTables' | 'cutEnums'> {
  const cut = specs.files.flatMap(({ damaged }) => [...damaged].map((path) => path.split('\u0000')))
  return {
    cutTables: new Set(
      cut.filter(([group]) => group === 'tables').map(([, name]) => nameKey(tableName(name ?? '', defaultSchema))),
    ),
    cutEnums: cut.some(([group]) => group === 'enums'),
  }
}

/** Positions are worked out when they are asked for: most never are. */
function lazyPositions(places: ReadonlyMap<string, Place>): ReadonlyMap<string, Position> {
  const all = (): Map<string, Position> => new Map([...places].map(([key, place]) => [key, positionOf(place)]))
  return {
    size: places.size,
    has: (key) => places.has(key),
    get: (key) => {
      const place = places.get(key)
      return place === undefined ? undefined : positionOf(place)
    },
    keys: () => places.keys(),
    values: () => all().values(),
    entries: () => all().entries(),
    forEach: (visit, self) => all().forEach(visit, self),
    [Symbol.iterator]: () => all().entries(),
  }
}
