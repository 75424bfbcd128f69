import type { Change } from '../model/change.ts'
import type { ForeignKey } from '../model/constraint.ts'
import { nameKey, type ObjectName, sameName } from '../model/name.ts'
import type { SchemaObject } from '../model/object.ts'
import { refKey } from '../model/object-ref.ts'
import { followRename } from '../model/object-rename.ts'
import { attachedTo } from '../model/object-uses.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import type { Table } from '../model/table.ts'
import { subjectOf } from './subject.ts'

/**
 * True for a change that speaks the new name of something this plan renames: it can be made only once the name has
 * changed, and its way back works only until the name is changed back. On a renamed table that is every change.
 */
export function waitsForRename(
  change: Change,
  changes: readonly Change[],
  objects: readonly SchemaObject[] = [],
): boolean {
  if (turns.has(change.kind)) return false
  const spoken = change.kind === 'rebuild_table' ? [change, ...putBack(change.after.name, objects)] : [change]
  return changes.some((rename) => {
    if (rename.kind === 'rename_table') {
      return sameName(subjectOf(change), rename.to) || spoken.some((data) => speaks(data, rename.to.name))
    }
    if (rename.kind === 'rename_object') return rename.object.kind === 'schema' && isIn(change, rename.to.name)
    if (rename.kind === 'rename_enum') return isAboutEnum(change, rename.to) || speaksType(change, rename.to)
    if (rename.kind === 'rename_label') {
      // A new label comes before another, by the name that one has.
      return (change.kind === 'extend_enum' && isAboutEnum(change, rename.type)) || speaksLabel(change, rename.to)
    }
    if (rename.kind !== 'rename_column') return false
    const near = sameName(subjectOf(change), rename.table) || reachesOut(change)
    return near && spoken.some((data) => speaks(data, rename.to))
  })
}

/** Renames that come in their own turn. */
const turns: ReadonlySet<Change['kind']> = new Set(['rename_table', 'rename_column', 'rename_enum', 'rename_label'])

/** A copy of a table gets its triggers back, in the names they speak after the renames. */
function putBack(table: ObjectName, objects: readonly SchemaObject[]): readonly SchemaObject[] {
  return attachedTo({ kind: 'table', name: table }, objects).filter(({ kind }) => kind === 'trigger')
}

/** Foreign keys and backfills may name columns of other tables. */
function reachesOut({ kind }: Change): boolean {
  return kind.endsWith('foreign_key') || kind === 'run_backfill' || kind === 'rebuild_table'
}

/** The name stands somewhere in it, in a list of columns or within an expression. */
function speaks(data: Change | SchemaObject, name: string): boolean {
  return JSON.stringify(data).includes(JSON.stringify(name).slice(1, -1))
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

/** Types are spoken of by their qualified names alone. */
function speaksType(change: Change, { schema, name }: ObjectName): boolean {
  const text = JSON.stringify(change).replaceAll('\\"', '')
  return text.includes(`${schema}.${name}`)
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
  const inner = changes.flatMap((change) => (change.kind === 'recreate_objects' ? change.around : [change]))
  const renames = inner.flatMap((change) =>
    change.kind === 'rename_object' && lateNames.has(change.object.kind) ? [change] : [],
  )
  const moved = new Set(inner.flatMap((change) => (change.kind === 'rename_table' ? [nameKey(change.to)] : [])))
  const nextNames = new Map(
    inner.flatMap((change) => (change.kind === 'rename_table' ? [[nameKey(change.from), change.to] as const] : [])),
  )
  const follow = (key: ForeignKey): ForeignKey => {
    const table = nextNames.get(nameKey(key.references.table))
    return table === undefined ? key : { ...key, references: { ...key.references, table } }
  }
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
      return before === undefined ? table : { ...before, foreignKeys: before.foreignKeys.map(follow) }
    }),
  }
}

const lateNames: ReadonlySet<SchemaObject['kind']> = new Set(['view', 'materialized_view'])

/** The schema with the expressions of a table spelled as the engine spells them once its columns are renamed. */
export function respelled(state: Schema, renamed: Schema, name: Table['name']): Schema {
  const spelled = tableOf(renamed, name)
  if (spelled === undefined) return state
  return {
    ...state,
    tables: state.tables.map((table) => {
      if (!sameName(table.name, name)) return table
      return {
        ...table,
        columns: table.columns.map((column) => ({
          ...column,
          generated: spelled.columns.find((other) => other.name === column.name)?.generated ?? column.generated,
        })),
        checks: withSpelling(table.checks, spelled.checks),
        exclusions: withSpelling(table.exclusions, spelled.exclusions),
        indexes: withSpelling(table.indexes, spelled.indexes),
      }
    }),
  }
}

function withSpelling<T extends { readonly name: string }>(members: readonly T[], spelled: readonly T[]): T[] {
  return members.map((member) => spelled.find(({ name }) => name === member.name) ?? member)
}
