import { remembered } from '../lib/remembered.ts'
import type { Change } from '../model/change.ts'
import type { ConstraintKind } from '../model/constraint.ts'
import { givenUpKeys } from '../model/given-up-keys.ts'
import { nameKey, type ObjectName, sameName } from '../model/name.ts'
import { refKey } from '../model/object-ref.ts'
import type { SchemaObject } from '../model/object.ts'
import type { Table } from '../model/table.ts'
import { indexedColumns, type TableIndex } from '../model/table-index.ts'
import { carriedAway } from '../operations/carried-away.ts'

/**
 * What one change lets go of and another waits for: the name of an index or a constraint, or a key that a foreign key
 * points to. The one that takes it cannot come in an earlier phase than the one that gives it up.
 */
export interface HandOver {
  readonly frees: readonly string[]
  readonly takes: readonly string[]
}

const nothing: HandOver = { frees: [], takes: [] }

export function handOver(change: Change): HandOver {
  switch (change.kind) {
    case 'drop_foreign_key': {
      const { name, references } = change.definition
      return { frees: [constraint(change.table, name), key(references.table, references.columns)], takes: [] }
    }
    case 'drop_column':
      return { frees: (change.keepers ?? []).map(({ table }) => heldColumn(table, change.column.name)), takes: [] }
    case 'change_type':
    case 'change_collation':
    case 'change_generated':
    case 'drop_not_null':
    case 'change_not_null':
      return { frees: [], takes: [heldColumn(change.table, change.after.name)] }
    case 'drop_check':
      return { frees: [constraint(change.table, change.definition.name)], takes: [] }
    case 'drop_unique':
    case 'drop_primary_key': {
      const { name, columns } = change.definition
      const only = change.kind === 'drop_primary_key' ? onlyKey(change.table) : ofParts(change.table)
      return { frees: [...both(change.table, name), only], takes: [key(change.table, columns)] }
    }
    case 'drop_exclusion':
      return { frees: both(change.table, change.definition.name), takes: [] }
    case 'add_exclusion':
      return { frees: [], takes: both(change.table, change.definition.name) }
    case 'drop_index':
      return {
        frees: [relation(change.table, change.index.name), ofParts(change.table)],
        takes: indexKey(change.table, change.index),
      }
    case 'add_check':
    case 'add_foreign_key':
      return { frees: [], takes: [constraint(change.table, change.definition.name)] }
    case 'add_unique':
    case 'add_primary_key': {
      // A foreign key that comes back on the way back takes the older of two keys: it must have let go before this one came.
      const { name, columns } = change.definition
      const whole = change.kind === 'add_primary_key' ? onlyKey : ofParts
      const behind = change.behind === undefined ? [] : [whole(change.behind)]
      const lost = change.kind === 'add_primary_key' ? givenUpKeys(change.definition, change.parts) : []
      return {
        frees: lost.flatMap((part) => both(part.table, part.definition.name)),
        takes: [
          ...both(change.table, name),
          key(change.table, columns),
          ...behind,
          ...lost.map((part) => key(part.table, part.definition.columns)),
        ],
      }
    }
    case 'create_index':
      return {
        frees: [],
        takes: [
          relation(change.table, change.index.name),
          ...indexKey(change.table, change.index),
          ...(change.behind === undefined ? [] : [ofParts(change.behind)]),
        ],
      }
    case 'close_shim':
      // The view goes by the old name of the table until then.
      return sameName(change.from, change.table)
        ? nothing
        : { frees: [relation(change.from, change.from.name)], takes: [] }
    case 'rename_index':
      return { frees: [relation(change.table, change.from)], takes: [relation(change.table, change.to)] }
    case 'rename_constraint':
      return { frees: named(change.of, change.table, change.from), takes: named(change.of, change.table, change.to) }
    case 'replace_unique':
    case 'replace_primary_key':
      return {
        frees: change.before.name === change.after.name ? [] : both(change.table, change.before.name),
        takes: [
          key(change.table, change.before.columns),
          ...(change.before.name === change.after.name ? [] : both(change.table, change.after.name)),
        ],
      }
    case 'create_table':
      return { frees: [], takes: relationNames(change.table) }
    case 'change_partitions':
    case 'partition_table':
      return { frees: [], takes: change.creates.flatMap(relationNames) }
    case 'drop_table':
      return { frees: [...referencedKeys(change.table), ...relationNames(change.table)], takes: [] }
    case 'create_object':
      return { frees: [], takes: namesOf(change.object) }
    case 'drop_object':
      return { frees: namesOf(change.object), takes: [] }
    case 'rename_object':
      return { frees: namesOf(change.object), takes: namesOf({ ...change.object, name: change.to }) }
    case 'recreate_objects': {
      const { drops, creates } = change
      const inner = change.around.map(handOver)
      const without = (list: readonly SchemaObject[], others: readonly SchemaObject[]): string[] => {
        const there = new Set(others.map(refKey))
        return list.filter((object) => !there.has(refKey(object))).flatMap(namesOf)
      }
      return {
        frees: [...without(drops, creates), ...inner.flatMap(({ frees }) => frees)],
        takes: [...without(creates, drops), ...inner.flatMap(({ takes }) => takes)],
      }
    }
    case 'rebuild_table': {
      const parts = change.changes.map(handOver)
      return { frees: parts.flatMap(({ frees }) => frees), takes: parts.flatMap(({ takes }) => takes) }
    }
    default:
      return nothing
  }
}

const takenByRebuilds = remembered(
  (changes: readonly Change[]) =>
    new Set(changes.flatMap((change) => (change.kind === 'rebuild_table' ? handOver(change).takes : []))),
)

/**
 * True for a table that goes while a rebuild takes away a key it points to: where foreign keys go with the table (SQLite),
 * it has to go first. One whose values go over to another table goes when they do.
 */
export function goesBeforeRebuild(change: Change, changes: readonly Change[]): boolean {
  if (change.kind !== 'drop_table' || carriedAway({ changes }).has(change)) return false
  const taken = takenByRebuilds(changes)
  return referencedKeys(change.table).some((one) => taken.has(one))
}

/** True for a rebuild that takes away a key which such a table points to until its values have gone over, and for one after that. */
export function goesAfterMove(change: Change, changes: readonly Change[]): boolean {
  return change.kind === 'rebuild_table' && rebuiltAfterMoves(changes).has(nameKey(change.before.name))
}

const rebuiltAfterMoves = remembered((changes: readonly Change[]) => {
  const held = new Set(
    [...carriedAway({ changes }).keys()].flatMap((one) => (one.kind === 'drop_table' ? referencedKeys(one.table) : [])),
  )
  return new Set(
    changes.flatMap((change) =>
      change.kind === 'rebuild_table' && handOver(change).takes.some((one) => held.has(one))
        ? [nameKey(change.before.name)]
        : [],
    ),
  )
})

function referencedKeys({ foreignKeys }: Table): string[] {
  return foreignKeys.map(({ references }) => key(references.table, references.columns))
}

function named(kind: ConstraintKind, table: ObjectName, name: string): string[] {
  return kind === 'unique' || kind === 'primary_key' || kind === 'exclusion'
    ? both(table, name)
    : [constraint(table, name)]
}

/** A key has the name twice: as a constraint of its table and as an index of the schema. */
function both(table: ObjectName, name: string): string[] {
  return [constraint(table, name), relation(table, name)]
}

function indexKey(table: ObjectName, index: TableIndex): string[] {
  return index.unique ? [key(table, indexedColumns(index))] : []
}

/** A table has a name beside views and indexes, and so has every index and key of it. */
function relationNames({ name, primaryKey, uniques, exclusions, indexes }: Table): string[] {
  const members = [...(primaryKey === null ? [] : [primaryKey]), ...uniques, ...exclusions, ...indexes]
  return [relation(name, name.name), ...members.map((member) => relation(name, member.name))]
}

function namesOf(object: SchemaObject): string[] {
  const { kind, name } = object
  if (kind === 'view' || kind === 'materialized_view') return [relation(name, name.name)]
  // Where triggers have statements (SQLite), their names are the schema's; elsewhere their table's.
  return kind === 'trigger' && object.action.kind !== 'call' ? [['trigger', name.schema, name.name].join('\u0000')] : []
}

/** Names that a schema has but once. */
export function isSchemaWide(name: string): boolean {
  return name.startsWith('relation\u0000') || name.startsWith('trigger\u0000')
}

function relation({ schema }: ObjectName, name: string): string {
  return ['relation', schema, name].join('\u0000')
}

function constraint(table: ObjectName, name: string): string {
  return ['constraint', nameKey(table), name].join('\u0000')
}

/** There is but one primary key, for a table and for what it is a partition of. */
function onlyKey(table: ObjectName): string {
  return ['only', nameKey(table)].join('\u0000')
}

/** Indexes of a whole that partitions have parts of: coming back, it takes the like of them for its own. */
function ofParts(table: ObjectName): string {
  return ['parts', nameKey(table)].join('\u0000')
}

/** What a parent passes on is as the parent has it, until that has let go of it. */
function heldColumn(table: ObjectName, column: string): string {
  return ['held', nameKey(table), column].join('\u0000')
}

/** Tells what is to change about a column that comes from a parent which loses it in the same plan. */
export function waitsForParent(changes: readonly Change[]): (change: Change) => boolean {
  const left = new Set(changes.flatMap((change) => (change.kind === 'drop_column' ? handOver(change).frees : [])))
  return (change) => left.size > 0 && handOver(change).takes.some((name) => left.has(name))
}

function key(table: ObjectName, columns: readonly string[]): string {
  return ['key', nameKey(table), ...[...columns].sort()].join('\u0000')
}
