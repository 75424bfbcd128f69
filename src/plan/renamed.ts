import { multimap } from '../lib/multimap.ts'
import { remembered } from '../lib/remembered.ts'
import type { Change, ChangeOf } from '../model/change.ts'
import { withInner } from '../model/changes-of.ts'
import { allPartitionsOf, ancestorsOf } from '../model/family.ts'
import { nameKey, type ObjectName, sameName } from '../model/name.ts'
import type { SchemaObject } from '../model/object.ts'
import { refKey } from '../model/object-ref.ts'
import { followRename } from '../model/object-rename.ts'
import { attachedTo } from '../model/object-uses.ts'
import { spellings, wordsOf } from '../model/object-words.ts'
import { emptySchema, type Schema, tableOf, withTable } from '../model/schema.ts'
import type { Table } from '../model/table.ts'
import { calledBy } from './code-needs.ts'
import { keptColumns } from './kept-columns.ts'
import { subjectOf } from './subject.ts'

/**
 * True for a change that speaks the new name of something this plan renames: it can be made only once the name has
 * changed, and its way back works only until the name is changed back. On a renamed table that is every change.
 */
export function waitsForRename(
  change: Change,
  changes: readonly Change[],
  /** After the renames. */
  actual: Schema = emptySchema,
): boolean {
  if (turns.has(change.kind)) return false
  const renames = renamesIn(changes)
  if (!renames.any) return false
  const subject = nameKey(subjectOf(change))
  // What a table has by itself may speak of columns that it has from others.
  const columns = [subject, ...ancestorsFor(change, actual)].flatMap((table) => [...renames.columns.of(table)])
  const outside = reachesOut(change)
  const spoken = [change, ...broughtAlong(change, changes, actual.objects)]
  return (
    renames.tables.has(subject) ||
    (builtOnParts.has(change.kind) &&
      allPartitionsOf(actual, subjectOf(change)).some(({ name }) => renames.tables.has(nameKey(name)))) ||
    spoken.some((data) => {
      const words = wordsOf(data)
      if (columns.some((column) => words.has(column))) return true
      const names = outside ? [renames.tableNames, renames.columnNames] : [renames.tableNames]
      return names.some((some) => some.size > 0 && [...words].some((word) => some.has(word)))
    }) ||
    renames.schemas.some((schema) => isIn(change, schema)) ||
    renames.types.some(
      (type) => isAboutEnum(change, type) || speaksType([change, ...keptColumns(change, actual)], type),
    ) ||
    // A new label comes before another, by the name that one has.
    renames.labels.some(
      ({ type, to }) => (change.kind === 'extend_enum' && isAboutEnum(change, type)) || speaksLabel(change, to),
    )
  )
}

/** All that a plan renames, by its new name. */
const renamesIn = remembered((changes: readonly Change[]) => {
  const tables = new Set<string>()
  const tableNames = new Set<string>()
  const columns = multimap<string, string>()
  const columnNames = new Set<string>()
  const schemas: string[] = []
  const types: ObjectName[] = []
  const labels: ChangeOf<'rename_label'>[] = []
  let any = false
  for (const change of withInner(changes)) {
    any ||= turns.has(change.kind) || change.kind === 'rename_object'
    if (change.kind === 'rename_table') {
      tables.add(nameKey(change.to))
      for (const word of spellings({ kind: 'table', name: change.to }, change.to.name)) tableNames.add(word)
    } else if (change.kind === 'rename_column') {
      for (const word of spellings({ kind: 'table', name: change.table }, change.to)) {
        columns.add(nameKey(change.table), word)
        columnNames.add(word)
      }
    } else if (change.kind === 'rename_object' && change.object.kind === 'schema') schemas.push(change.to.name)
    else if (change.kind === 'rename_enum') types.push(change.to)
    else if (change.kind === 'rename_label') labels.push(change)
  }
  return { any, tables, tableNames, columns, columnNames, schemas, types, labels }
})

/** Renames that come in their own turn. */
const turns: ReadonlySet<Change['kind']> = new Set([
  'rename_table',
  'rename_column',
  'open_shim',
  'close_shim',
  'rename_enum',
  'rename_label',
])

/** A copy of a table gets its triggers back, in the names they speak after the renames; a new trigger calls its function. */
function broughtAlong(
  change: Change,
  changes: readonly Change[],
  objects: readonly SchemaObject[],
): readonly SchemaObject[] {
  if (change.kind === 'create_object') return calledBy(change, changes, objects)
  if (change.kind !== 'rebuild_table') return []
  return attachedTo({ kind: 'table', name: change.after.name }, objects).filter(({ kind }) => kind === 'trigger')
}

/** What is made, of a table with partitions, on each of these by its name. */
const builtOnParts: ReadonlySet<Change['kind']> = new Set([
  'create_index',
  'replace_index',
  'add_primary_key',
  'replace_primary_key',
  'add_unique',
  'replace_unique',
  'add_foreign_key',
  'replace_foreign_key',
])

/** A new table has them from the start on. */
function ancestorsFor(change: Change, actual: Schema): readonly string[] {
  const table = change.kind === 'create_table' ? change.table : tableOf(actual, subjectOf(change))
  return table === undefined ? [] : ancestorsOf(actual, table)
}

/** Foreign keys and backfills may name columns of other tables. */
function reachesOut({ kind }: Change): boolean {
  return kind.endsWith('foreign_key') || kind === 'run_backfill' || kind === 'rebuild_table'
}

/** It is about something in the schema, or speaks of something there. */
function isIn(change: Change, schema: string): boolean {
  const text = JSON.stringify(change)
  return (
    text.includes(`"schema":${JSON.stringify(schema)}`) || text.includes(`${schema}.`) || text.includes(`${schema}\\".`)
  )
}

function isAboutEnum(change: Change, name: ObjectName): boolean {
  if (change.kind === 'change_comment') return change.on.kind === 'enum' && sameName(change.on.name, name)
  return change.kind === 'extend_enum' && sameName(change.after.name, name)
}

/** Types are spoken of by their qualified names alone, but for those of `public` in the names of routines. */
function speaksType(data: unknown, { schema, name }: ObjectName): boolean {
  const text = JSON.stringify(data).replaceAll('\\"', '')
  return text.includes(`${schema}.${name}`) || typesInRoutineNames(text).includes(name)
}

function typesInRoutineNames(json: string): string[] {
  return [...json.matchAll(/"name":"[^"(]+\(([^"]+)\)"/g)].flatMap(([, types = '']) =>
    types.split(', ').map((type) => type.replace(/(\[\])+$/, '')),
  )
}

/** In quotes by itself, or somewhere within: a list of labels, a composite value. */
function speaksLabel(change: Change, label: string): boolean {
  return [...JSON.stringify(change).matchAll(/'(?:[^']|'')*'/g)].some(([text]) =>
    text.replaceAll("''", "'").includes(label),
  )
}

/**
 * The schema to start the simulation from: after the renames of tables, before those of columns and views, which
 * happen when their turn comes. Names that stand in texts are in there already, with the texts.
 */
export function beforeRenames(actual: Schema, renamed: Schema, changes: readonly Change[]): Schema {
  const inner = withInner(changes)
  const late = inner
    .filter((change) => change.kind === 'rename_object')
    .filter(({ object }) => lateNames.has(object.kind))
  // What hangs on something is known by the new name of that.
  const renames = [
    ...late.filter(({ object }) => object.on !== null),
    ...late.filter(({ object }) => object.on === null),
  ]
  const moved = new Set(inner.flatMap((change) => (change.kind === 'rename_table' ? [nameKey(change.to)] : [])))
  const nextNames = new Map(
    inner.flatMap((change) => (change.kind === 'rename_table' ? [[nameKey(change.from), change.to] as const] : [])),
  )
  const follow = (name: ObjectName): ObjectName => nextNames.get(nameKey(name)) ?? name
  return {
    ...renamed,
    objects: renames.reduce<readonly SchemaObject[]>((now, { object, to }) => {
      const ref = { ...object, name: to }
      return followRename(now, ref, object.name).map((one) =>
        refKey(one) === refKey(ref) ? { ...one, name: object.name } : one,
      )
    }, renamed.objects),
    tables: renamed.tables.map((table) => {
      const before = moved.has(nameKey(table.name)) ? undefined : tableOf(actual, table.name)
      return before === undefined ? table : speaking(before, follow)
    }),
  }
}

/** The table with other names for those that it points to or is a part of. */
function speaking(table: Table, now: (name: ObjectName) => ObjectName): Table {
  const { partitionOf } = table
  return {
    ...table,
    foreignKeys: table.foreignKeys.map((key) => {
      return { ...key, references: { ...key.references, table: now(key.references.table) } }
    }),
    partitionOf: partitionOf && { ...partitionOf, table: now(partitionOf.table) },
    inherits: table.inherits.map(now),
  }
}

const lateNames: ReadonlySet<SchemaObject['kind']> = new Set(['view', 'materialized_view', 'trigger'])

/** The schema with the expressions of a table, and of its partitions, spelled as the engine spells them once its columns are renamed. */
export function respelled(state: Schema, renamed: Schema, name: ObjectName): Schema {
  const names = [name, ...allPartitionsOf(state, name).map((table) => table.name)]
  return names.reduce((now, one) => {
    const table = tableOf(now, one)
    const spelled = tableOf(renamed, one)
    return table === undefined || spelled === undefined ? now : withTable(now, table, spelledAs(table, spelled))
  }, state)
}

function spelledAs(table: Table, spelled: Table): Table {
  const proof = spelled.partitionOf?.proof
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      generated: spelled.columns.find((other) => other.name === column.name)?.generated ?? column.generated,
    })),
    checks: withSpelling(table.checks, spelled.checks),
    exclusions: withSpelling(table.exclusions, spelled.exclusions),
    indexes: withSpelling(table.indexes, spelled.indexes),
    partitionBy: table.partitionBy && (spelled.partitionBy ?? table.partitionBy),
    partitionOf: table.partitionOf && { ...table.partitionOf, ...(proof === undefined ? {} : { proof }) },
  }
}

function withSpelling<T extends { readonly name: string }>(members: readonly T[], spelled: readonly T[]): T[] {
  return members.map((member) => spelled.find(({ name }) => name === member.name) ?? member)
}
