import type { Change } from '../../model/change.ts'
import { changesOf, typesReplacedBy } from '../../model/changes-of.ts'
import { heirsOf } from '../../model/family.ts'
import { type Mirror, mirrorOf } from '../../model/mirror.ts'
import { foreignKeysOn, type Move } from '../../model/move.ts'
import { displayName, type ObjectName, sameName } from '../../model/name.ts'
import { type SchemaObject, typesMadeBy } from '../../model/object.ts'
import { attachedTo } from '../../model/object-uses.ts'
import { bareName, isUnspoken, wordsOf } from '../../model/object-words.ts'
import { isMadeType, namesOf } from '../../model/replaced-type.ts'
import { isUniqueBy } from '../../model/row-key.ts'
import { type Schema, tableOf } from '../../model/schema.ts'
import { columnOf, type Table } from '../../model/table.ts'
import type { LowerContext } from '../dialect.ts'
import { columnTypes } from './column-types.ts'
import { calls } from './trigger-calls.ts'

/** Why no view can stand for the narrow table of a move while it is under way; null when it can. */
export function whyNoMirror(move: Move, changes: readonly Change[], context: LowerContext): string | null {
  const { wide: wideName, narrow: narrowName } = mirrorOf(move)
  const schema = move.isSplit ? context.desired : context.actual
  const narrow = tableOf(schema, narrowName)
  const wide = tableOf(context.actual, wideName)
  if (narrow === undefined || wide === undefined) return 'one of the tables is not there'
  if (!move.isSplit && !goes(narrowName, changes)) return `${displayName(narrowName)} stays, with what is left in it`
  return (
    inTables(move, narrow, wide, context) ??
    inObjects(narrowName, schema) ??
    inObjects(wideName, context.actual, ['row_security', 'policy']) ??
    inTriggers(wideName, context.actual) ??
    inTriggers(wideName, context.desired) ??
    inGrants(move, context.desired) ??
    inOwners(narrowName, wideName, schema, context.actual) ??
    inChanges(move, changes) ??
    inNames(move, narrow, changes)
  )
}

function goes(name: ObjectName, changes: readonly Change[]): boolean {
  return changesOf(changes, name).some((change) => change.kind === 'drop_table')
}

function inTables(move: Move, narrow: Table, wide: Table, { actual }: LowerContext): string | null {
  const { columns, key } = mirrorOf(move)
  for (const [table, side] of [
    [wide, 'wide'],
    [narrow, 'narrow'],
  ] as const) {
    const names = key.map((pair) => pair[side])
    // ON CONFLICT goes by it.
    if (!isUniqueBy(table, names, 'at_once'))
      return `nothing keeps ${names.join(', ')} unique in ${displayName(table.name)} at every moment`
    // The triggers find the operators of pg_catalog alone.
    const loose = names.find((name) => columnOf(table, name)?.nullable !== false)
    if (loose !== undefined) return `${displayName(table.name)}.${loose} may be null, and a row is known by it`
    const strange = table.columns.find(({ name, type }) => names.includes(name) && columnTypes.canonical(type) === null)
    if (strange !== undefined)
      return `the type of ${displayName(table.name)}.${strange.name} is not one of the server's own`
  }
  if (!isBound(narrow, mirrorOf(move)))
    return `no foreign key binds the rows of ${displayName(narrow.name)} to those of ${displayName(wide.name)} at every moment`
  const shown = new Set([...columns, ...key].map((pair) => pair.narrow))
  const other = narrow.columns.find(({ name }) => !shown.has(name))
  if (other !== undefined) return `${displayName(narrow.name)} has the column ${other.name} besides`
  const given = move.columns
    .map(({ before, after }) => (move.isSplit ? before : after))
    .find((column) => column.default !== null)
  if (given !== undefined) return `${displayName(wide.name)}.${given.name} has a default, which every new row gets`
  for (const table of [wide, narrow]) {
    const isFamily = table.partitionBy !== null || table.partitionOf !== null || table.inherits.length > 0
    if (isFamily || heirsOf(actual, table.name).length > 0)
      return `${displayName(table.name)} shares its rows with other tables`
  }
  const child = actual.tables.find(({ foreignKeys }) =>
    foreignKeys.some(({ references }) => sameName(references.table, narrow.name)),
  )
  return child === undefined ? null : `${displayName(child.name)} points to ${displayName(narrow.name)}`
}

/** Through the view a row of the narrow table has no place but in one of the wide table. */
function isBound(narrow: Table, { wide, key }: Mirror): boolean {
  return foreignKeysOn(
    narrow,
    wide,
    key.map((pair) => ({ own: pair.narrow, other: pair.wide })),
  ).some(({ deferrable, enforced }) => deferrable === 'no' && enforced !== false)
}

/** What acts on rows, and would on those of the wrong table. */
function inObjects(
  name: ObjectName,
  { objects, unmodeled }: Schema,
  kinds: readonly string[] = ['trigger', 'row_security', 'policy', 'statistics'],
): string | null {
  const found = attachedTo({ kind: 'table', name }, objects).find(({ kind }) => kinds.includes(kind))
  if (found !== undefined) return `${displayName(name)} has a ${found.kind.replace('_', ' ')} of its own`
  const strange = unmodeled.find(({ table, kind }) => table !== null && sameName(table, name) && kind === 'rule')
  return strange === undefined ? null : `the rule ${strange.name.name} is bound to ${displayName(name)}`
}

/** What comes to the wide table by our triggers is an UPDATE with nothing but pg_catalog in search_path. */
function inTriggers(wide: ObjectName, { objects }: Schema): string | null {
  const fires = attachedTo({ kind: 'table', name: wide }, objects).find(
    (object) =>
      object.kind === 'trigger' &&
      object.events.includes('update') &&
      object.action.kind === 'call' &&
      !objects.some((one) => calls(object, one) && bringsNames(one)),
  )
  return fires === undefined
    ? null
    : `the function of the trigger ${fires.name.name} on ${displayName(wide)} has no search_path of its own`
}

function bringsNames(object: SchemaObject): boolean {
  return object.kind === 'function' && object.settings['search_path'] !== undefined
}

/** A privilege on a column comes before the column has its name. */
function inGrants({ to, columns, isSplit }: Move, { objects }: Schema): string | null {
  const grant = attachedTo({ kind: 'table', name: to }, objects).find(
    (object) =>
      object.kind === 'grant' && !isSplit && columns.some(({ after }) => object.columns[after.name] !== undefined),
  )
  return grant === undefined ? null : `a grant on ${displayName(to)} names one of the columns`
}

/** Through a view the rights of its owner count. */
function inOwners(narrow: ObjectName, wide: ObjectName, schema: Schema, actual: Schema): string | null {
  const ownerIn = (of: Schema, name: ObjectName): string | undefined =>
    attachedTo({ kind: 'table', name }, of.objects).flatMap((one) => (one.kind === 'owner' ? [one.role] : []))[0]
  const own = ownerIn(schema, narrow)
  return own === undefined || own === ownerIn(actual, wide) ? null : `${displayName(narrow)} has another owner`
}

/** Whatever else is done to the two has to leave names, keys and rows alone. */
function inChanges(move: Move, changes: readonly Change[]): string | null {
  const { wide, narrow, key } = mirrorOf(move)
  const renamed = changes.some(
    (change) =>
      (change.kind === 'rename_table' && [wide, narrow].some((name) => sameName(change.to, name))) ||
      (change.kind === 'rename_object' && change.object.kind === 'schema') ||
      (change.kind === 'rename_column' && [wide, narrow].some((name) => sameName(change.table, name))),
  )
  if (renamed) return 'names of the tables change in the same plan'
  const retyped = changesOf(changes, wide).find(
    (change) =>
      (change.kind === 'change_type' && key.some((pair) => pair.wide === change.after.name)) ||
      (change.kind === 'drop_column' && key.some((pair) => pair.wide === change.column.name)) ||
      change.kind === 'partition_table' ||
      change.kind === 'drop_primary_key' ||
      change.kind === 'replace_primary_key',
  )
  if (retyped !== undefined) return `the key of ${displayName(wide)} changes in the same plan`
  const others = changes.filter((change) => change.kind === 'move_columns' && change.move !== move)
  if (others.some((change) => 'table' in change && changesOf([change], wide).length > 0))
    return `${displayName(wide)} has columns of several tables to do with`
  const known = move.isSplit ? ofNew : ofOld
  const own = changesOf(changes, narrow).find(
    (change) =>
      !known.has(change.kind) ||
      (change.kind === 'add_foreign_key' &&
        !sameName(change.definition.references.table, wide) &&
        waits(change.definition.references.table, changes)),
  )
  return own === undefined ? null : `more is done to ${displayName(narrow)} in the same plan`
}

/** What the new table or its columns are made of is there, or as it will be, only behind the gate: so are they. */
function inNames(
  { columns: moved }: Move,
  { columns, checks, exclusions, indexes }: Table,
  changes: readonly Change[],
): string | null {
  const words = wordsOf([moved, columns, checks, exclusions, indexes])
  const late = changes.flatMap(changedLate).find((name) => words.has(name))
  return late === undefined ? null : `${late}, which its columns or rules speak of, changes in the same plan`
}

function changedLate(change: Change): readonly string[] {
  switch (change.kind) {
    case 'rename_object':
      return isUnspoken(change.object) ? [] : [bareName({ ...change.object, name: change.to })]
    case 'rename_enum':
      return [change.to.name]
    case 'rename_label':
      return [change.to]
    case 'alter_object':
      return isMadeType(change.after) ? typesMadeBy(change.after).map(({ name }) => name) : []
    default:
      return typesReplacedBy(change)
        .flatMap(namesOf)
        .map(({ name }) => name)
  }
}

/** The table that it points to gets its key in the same plan, perhaps late. */
function waits(name: ObjectName, changes: readonly Change[]): boolean {
  return changesOf(changes, name).length > 0
}

const ofNew: ReadonlySet<Change['kind']> = new Set(['create_table', 'add_foreign_key'])
const ofOld: ReadonlySet<Change['kind']> = new Set(['drop_table', 'drop_foreign_key'])
