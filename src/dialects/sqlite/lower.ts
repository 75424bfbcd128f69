import { nameKey, type ObjectName, sameName } from '../../model/name.ts'
import type { Change } from '../../model/change.ts'
import type { Column } from '../../model/column.ts'
import type { ForeignKey } from '../../model/constraint.ts'
import { isNeededUntilGate } from '../../model/needed-until-gate.ts'
import type { Table } from '../../model/table.ts'
import { tableOf } from '../../model/schema.ts'
import { recreateDependants } from '../dependants.ts'
import type { LowerContext } from '../dialect.ts'
import { applyChange } from './apply-change.ts'
import { type CircularKeys, circularKeys, hasKey, takenApart } from './circular-keys.ts'
import { dependantWords, givenUp } from './going-together.ts'
import { type Abilities, abilitiesOf, isNative, turnsRowid } from './native.ts'
import { rebuildInTurns, type Storage } from './rebuild-in-turns.ts'
import { isConstantDefault } from './words/columns.ts'

/** A change to one table that stands before and after the plan. */
type TableChange = Extract<Change, { readonly table: ObjectName }> | Extract<Change, { readonly kind: 'run_backfill' }>

/**
 * SQLite alters little in place; the rest is a rebuild, and a rebuild copies the whole table. So, table by table:
 *
 * 1. Tables that the plan creates or drops, and renames, are left alone: CREATE TABLE carries everything.
 * 2. A required column without a constant default arrives nullable, in place, and is required later. If its default is not
 *    constant and a backfill sets it, the default, too, comes later; without a backfill the rebuild fills it.
 * 3. A column about to be put aside stays in the table, under its name, until its own drop_column; it stops being required
 *    at once, so that new application versions need not know it. A stored generated column goes by rebuild.
 * 4. What is not native (see native.ts) goes into one of at most two rebuilds: what new application versions wait for into
 *    the first, in expand; what is tightened, converted or taken away into the second, in contract. When there is a second
 *    one, native changes that it can make for nothing go along, which saves a scan each. Only references in a circle of
 *    keys that come or go take a rebuild of their own (circular-keys.ts).
 * 5. A check that is replaced while a backfill sets a column of it goes before the backfill, and comes after it.
 * 6. STRICT and WITHOUT ROWID come with the second rebuild, and go with the first if there is one.
 * 7. Columns put aside by earlier plans are part of the actual table, so both images carry them.
 */
export function lower(changes: readonly Change[], context: LowerContext): readonly Change[] {
  const left: Change[] = []
  const byTable = new Map<string, { readonly table: Table; readonly changes: TableChange[] }>()
  const stored = new Map<string, Table>()
  for (const change of changes) {
    // SQLite has neither comments nor unproven constraints.
    if (change.kind === 'change_comment' || change.kind === 'validate_constraint') continue
    if (change.kind === 'rebuild_table') stored.set(nameKey(change.after.name), change.after)
    const name = change.kind === 'run_backfill' ? change.backfill.table : subjectOf(change)
    const table = name === null ? undefined : tableOf(context.actual, name)
    if (name === null || table === undefined) {
      left.push(change)
      continue
    }
    const group = byTable.get(nameKey(name)) ?? { table, changes: [] }
    if (change.kind !== 'rebuild_table') group.changes.push(change as TableChange)
    byTable.set(nameKey(name), group)
  }
  const abilities = abilitiesOf(context.serverVersion)
  const circular = circularKeys(context.actual, context.desired)
  // No view holds values, and columns may be moved by way of a copy of their table, which no other step can be a part of.
  const moves = left.filter(({ kind }) => kind === 'move_columns')
  const others = left.filter(({ kind }) => kind !== 'move_columns')
  return [
    ...recreateDependants([...others, ...givenUp(left, context)], context, dependantWords(left), changes),
    ...moves,
    ...[...byTable].flatMap(([key, group]) =>
      lowerTable(group.table, group.changes, stored.get(key) ?? group.table, { ...context, abilities, circular }),
    ),
  ]
}

/** The standing table a change is about; null for changes that rule 1 leaves alone. */
function subjectOf(change: Change): ObjectName | null {
  if (change.kind === 'rebuild_table') return change.after.name
  if (change.kind === 'rename_column' || change.kind === 'move_columns' || !('table' in change)) return null
  return change.kind === 'create_table' || change.kind === 'drop_table' ? null : change.table
}

function lowerTable(
  actual: Table,
  given: readonly TableChange[],
  storage: Storage,
  context: LowerContext & { readonly abilities: Abilities; readonly circular: CircularKeys },
): readonly Change[] {
  const { abilities, circular } = context
  const desired = tableOf(context.desired, actual.name)
  const changes = given
    .flatMap((change) => prepare(change, given, actual, context))
    .flatMap((change) => takenApart(change, circular))
  const needsRebuild = (change: Change): boolean =>
    !isNative(change, abilities) || turnsRowid(change, actual, desired ?? actual)
  const late = (change: Change): boolean => isLate(change, changes, desired)
  const tightens = (storage.strict && !actual.strict) || (storage.withoutRowid && !actual.withoutRowid)
  const second = tightens || changes.some((change) => needsRebuild(change) && late(change))
  const inSecond = (change: Change): boolean =>
    second && (late(change) ? needsRebuild(change) || ridesAlong(change, changes) : waits(change))
  const inFirst = (change: Change): boolean => needsRebuild(change) && !inSecond(change)

  const isBackfill = (change: Change): boolean => change.kind === 'run_backfill'
  const standing = changes.filter((change) => !inFirst(change) && !inSecond(change))
  const before = standing.filter((change) => !late(change) && !isBackfill(change) && !isIndexBuild(change))
  const between = standing.filter(isBackfill)
  const after = standing.filter((change) => !before.includes(change) && !isBackfill(change))
  const start = before.reduce(applyChange, actual)
  const early = changes.filter(inFirst)
  const loose = {
    strict: actual.strict && storage.strict,
    withoutRowid: actual.withoutRowid && storage.withoutRowid,
  }
  const first = rebuildInTurns(start, early, early.length > 0 || !second ? loose : actual, circular)
  const last = rebuildInTurns(first.table, changes.filter(inSecond), storage, circular)
  return [...before, ...first.changes, ...between, ...last.changes, ...after]
}

/** Rules 2, 3 and 5, and index renames, for which SQLite has no form. */
function prepare(
  change: TableChange,
  all: readonly TableChange[],
  actual: Table,
  context: LowerContext,
): readonly TableChange[] {
  const desired = tableOf(context.desired, actual.name)
  if (change.kind === 'add_column') return arriveNullable(change.table, change.column, all)
  if (change.kind === 'rename_index') {
    const before = actual.indexes.find(({ name }) => name === change.from)
    const after = desired?.indexes.find(({ name }) => name === change.to)
    if (before === undefined) return [change]
    return [{ kind: 'replace_index', table: change.table, before, after: after ?? { ...before, name: change.to } }]
  }
  if (change.kind === 'change_deferrable') return [{ ...change, kind: 'replace_foreign_key' }]
  if (change.kind === 'replace_check' && isInTheWay(change, all)) {
    const { table, before, after } = change
    return [
      { kind: 'drop_check', table, definition: before },
      { kind: 'add_check', table, definition: after },
    ]
  }
  if (change.kind === 'replace_foreign_key' && losesKey(change.before, context)) {
    const { table, before, after } = change
    return [
      { kind: 'drop_foreign_key', table, definition: before },
      { kind: 'add_foreign_key', table, definition: after },
    ]
  }
  if (change.kind !== 'drop_column') return [change]
  const { column, table } = change
  const isRelaxed = all.some((other) => other.kind === 'drop_not_null' && other.before.name === column.name)
  const isKey = actual.primaryKey?.columns.includes(column.name) ?? false
  const required = !column.nullable && column.default === null && column.generated === null
  if (!required || isRelaxed || isKey) return [change]
  return [{ kind: 'drop_not_null', table, before: column, after: { ...column, nullable: true } }, change]
}

/**
 * A backfill may write what only the new check allows (a new label of an enum, say), or repair what it forbids. So where
 * one sets a column of the check, the old one goes before it and the new one comes after.
 */
function isInTheWay(
  { before, after }: Extract<Change, { readonly kind: 'replace_check' }>,
  all: readonly TableChange[],
): boolean {
  return all.some(
    (change) =>
      change.kind === 'run_backfill' &&
      change.backfill.set.some(({ column }) => before.expression.includes(column) || after.expression.includes(column)),
  )
}

/** The key it points to goes in the same plan: then it has to let go before, and take hold of the other one after. */
function losesKey({ references }: ForeignKey, { desired }: LowerContext): boolean {
  const parent = tableOf(desired, references.table)
  if (parent === undefined) return true
  return !hasKey(parent, references.columns)
}

function arriveNullable(table: ObjectName, column: Column, all: readonly TableChange[]): readonly TableChange[] {
  const isConstant = column.default !== null && isConstantDefault(column.default)
  if (column.generated !== null || column.identity !== null || isConstant)
    return [{ kind: 'add_column', table, column }]
  if (column.default !== null && !isFilled(column.name, all)) return [{ kind: 'add_column', table, column }]
  const bare: Column = { ...column, nullable: true, default: null }
  const withDefault: Column = { ...bare, default: column.default }
  return [
    { kind: 'add_column', table, column: bare },
    ...(column.default === null ? [] : [{ kind: 'change_default' as const, table, before: bare, after: withDefault }]),
    ...(column.nullable ? [] : [{ kind: 'set_not_null' as const, table, before: withDefault, after: column }]),
  ]
}

function isFilled(column: string, all: readonly Change[]): boolean {
  return all.some(
    (change) => change.kind === 'run_backfill' && change.backfill.set.some((set) => set.column === column),
  )
}

/** What belongs behind the gate, or at least behind the backfills: it tightens, converts or takes away (rule 4). */
function isLate(change: Change, all: readonly Change[], desired: Table | undefined): boolean {
  switch (change.kind) {
    case 'drop_column':
    case 'drop_primary_key':
    case 'set_not_null':
    case 'change_type':
    case 'change_collation':
    case 'change_generated':
    case 'add_primary_key':
    case 'add_unique':
    case 'add_check':
    case 'add_foreign_key':
    case 'replace_primary_key':
    case 'replace_unique':
    case 'replace_check':
    case 'replace_foreign_key':
      return true
    case 'replace_index':
      return change.after.unique
    case 'change_identity':
      // AUTOINCREMENT is written on the primary key: it comes and goes with it.
      return change.after.identity === null || all.some(({ kind }) => kind.endsWith('_primary_key'))
    case 'drop_index':
      // Old versions are served by it, and ON CONFLICT goes by a unique one; but a backfill may write what that forbids.
      return !change.index.unique || !change.index.keys.some(({ on }) => 'column' in on && isFilled(on.column, all))
    case 'drop_unique':
      // The same; or it is what the table itself still points to.
      return (
        isNeededUntilGate(change.table, { kind: 'unique', definition: change.definition }, all) ||
        all.some(
          (other) =>
            other.kind === 'drop_foreign_key' &&
            sameName(other.definition.references.table, change.table) &&
            isLate(other, all, desired),
        )
      )
    case 'drop_foreign_key':
      // Unless another one comes, perhaps to a key that takes the place of the one this one points to.
      return (
        isNeededUntilGate(change.table, { kind: 'foreign_key', definition: change.definition }, all) &&
        !all.some(({ kind }) => kind === 'add_foreign_key')
      )
    case 'drop_check':
      return isNeededUntilGate(change.table, { kind: 'check', definition: change.definition }, all)
    case 'change_default':
      // Old versions may leave the column out.
      if (change.after.default === null && !change.after.nullable) return true
      // A default for the new type would not fit the old one; a default for a backfilled column follows the backfill.
      return all.some(
        (other) =>
          (other.kind === 'change_type' && other.after.name === change.after.name) ||
          (other.kind === 'add_column' && other.column.name === change.after.name),
      )
    case 'add_column':
      // An AUTOINCREMENT column is nothing without its primary key.
      return change.column.identity !== null && (desired?.primaryKey?.columns.includes(change.column.name) ?? false)
    default:
      return false
  }
}

/** Native changes that a rebuild makes on the way. That of a new column stays by itself: it is told from one of an old. */
function ridesAlong(change: Change, all: readonly Change[]): boolean {
  switch (change.kind) {
    case 'set_not_null':
      return columnOfAdded(change.after.name, all) === undefined
    case 'add_check':
    case 'drop_index':
      return true
    default:
      return false
  }
}

/** Nobody waits for these, so they spare the first rebuild when there is a second one. */
function waits({ kind }: Change): boolean {
  return kind === 'rename_constraint' || kind === 'replace_index'
}

function columnOfAdded(name: string, all: readonly Change[]): Column | undefined {
  const added = all.flatMap((change) => (change.kind === 'add_column' ? [change.column] : []))
  return added.find((column) => column.name === name)
}

function isIndexBuild({ kind }: Change): boolean {
  return kind === 'create_index'
}
