import { sameValue } from '../lib/compare.ts'
import type { Change } from '../model/change.ts'
import { type Column, keepsSequence, retypedIdentity, withNotNull } from '../model/column.ts'
import { isQuarantined, type ObjectName } from '../model/name.ts'
import { notNullName } from '../model/object-name.ts'
import { columnOf, type Table } from '../model/table.ts'
import { type Inherited, nothingInherited } from './inherited.ts'
import { diffColumnPhysical } from './physical.ts'

export function diffColumns(before: Table, after: Table, from: Inherited = nothingInherited): Change[] {
  if (from === nothingInherited) return ownColumns(before, after)
  const name = after.name
  const [now, then] = [whole(before, from.before.columns), whole(after, from.after.columns)]
  return [
    ...[...then.values()].flatMap((column): Change[] => {
      const own = columnOf(after, column.name) !== undefined
      const ofParent = from.same ? from.after.columns.get(column.name) : undefined
      const actual = now.get(column.name)
      if (ofParent === undefined) return actual === undefined ? added(after, column) : changed(after, actual, column)
      // What happens to the parent's column happens here too: only what differs from it is this table's business.
      if (!own && columnOf(before, column.name) === undefined) return requiredByKey(before, after, ofParent)
      return changed(after, actual ?? ofParent, column).filter(
        (change) => ownWays.includes(change.kind) && (own || change.kind !== 'set_not_null'),
      )
    }),
    ...[...now.values()]
      .filter((column) => !then.has(column.name) && !isQuarantined(column.name))
      .filter((column) => !from.same || !from.before.columns.has(column.name))
      .map((column): Change => ({ kind: 'drop_column', table: name, column })),
  ]
}

/** A primary key of its own makes a column NOT NULL that the parent lets be NULL. */
function requiredByKey(before: Table, { name: table, primaryKey }: Table, column: Column): Change[] {
  const needs = primaryKey?.columns.includes(column.name) === true
  const had = before.primaryKey?.columns.includes(column.name) === true
  if (!column.nullable || needs === had) return []
  const required = { ...column, nullable: false }
  return needs
    ? [{ kind: 'set_not_null', table, before: column, after: required }]
    : [{ kind: 'drop_not_null', table, before: required, after: column }]
}

/** What an inherited column may have otherwise than the parent's. */
const ownWays: readonly Change['kind'][] = [
  'change_default',
  'set_not_null',
  'drop_not_null',
  'change_not_null',
  'change_comment',
]

/** Own columns first: they say what is different about the parents'. */
function whole(table: Table, passed: ReadonlyMap<string, Column>): ReadonlyMap<string, Column> {
  return new Map([...passed, ...table.columns.map((column) => [column.name, column] as const)])
}

function ownColumns(before: Table, after: Table): Change[] {
  return [
    ...after.columns.flatMap((column) => {
      const actual = columnOf(before, column.name)
      return actual === undefined ? added(after, column) : changed(after, actual, column)
    }),
    ...before.columns
      .filter(({ name }) => columnOf(after, name) === undefined && !isQuarantined(name))
      .map((column): Change => ({ kind: 'drop_column', table: after.name, column })),
  ]
}

/** A required column that nothing fills by itself arrives nullable; requiring it is a change of its own (R3). */
function added({ name: table }: Table, column: Column): Change[] {
  if (column.notNull?.validated === false) {
    const before = withNotNull(column, true)
    return [
      { kind: 'add_column', table, column: before },
      { kind: 'change_not_null', table, before, after: column },
    ]
  }
  if (column.nullable || column.default !== null || column.identity !== null || column.generated !== null) {
    return [{ kind: 'add_column', table, column }]
  }
  const nullable = withNotNull(column, true)
  return [
    { kind: 'add_column', table, column: nullable },
    { kind: 'set_not_null', table, before: nullable, after: column },
  ]
}

function diffNotNull(table: ObjectName, before: Column, after: Column): Change[] {
  const images = { table, before, after }
  if (before.nullable && !after.nullable) {
    const called = calledAlike(before, after)
    return [
      ...(called === before ? [] : [{ kind: 'change_not_null' as const, table, before, after: called }]),
      { kind: 'set_not_null', table, before: called, after },
    ]
  }
  const [was, will] = [before.notNull, after.notNull]
  if (!before.nullable && after.nullable && will?.validated !== false) return [{ kind: 'drop_not_null', ...images }]
  // Names drift from convention when tables are renamed (hazards.md 0.6): only one that is asked for is looked at.
  const actualName = was?.name ?? notNullName(table.name, before.name)
  const same =
    was?.validated === will?.validated &&
    was?.noInherit === will?.noInherit &&
    (will?.name === undefined || will.name === actualName)
  return same ? [] : [{ kind: 'change_not_null', ...images }]
}

/** What is not proven yet gets its other name first: it is proven by name. */
function calledAlike(before: Column, { notNull: will }: Column): Column {
  const was = before.notNull
  if (was?.validated !== false || will?.name === undefined || will.name === was.name) return before
  return withNotNull(before, before.nullable, { ...was, name: will.name })
}

function changed({ name: table }: Table, before: Column, after: Column): Change[] {
  const changes: Change[] = []
  const images = { table, before, after }
  if (!sameValue(before.generated, after.generated)) changes.push({ kind: 'change_generated', ...images })
  if (before.type !== after.type) changes.push({ kind: 'change_type', ...images })
  else if (before.collation !== after.collation) changes.push({ kind: 'change_collation', ...images })
  if (before.identity !== after.identity || (before.sequence === null) !== (after.sequence === null)) {
    changes.push({ kind: 'change_identity', ...images })
  } else if (before.default !== after.default && after.generated === null && before.generated === null) {
    changes.push({ kind: 'change_default', ...images })
  }
  const sequence = retypedIdentity(before, after.type)
  if (keepsSequence(before, after) && sequence !== null) {
    const counted = { ...before, sequence }
    if (!sameValue(sequence, after.sequence)) changes.push({ kind: 'change_sequence', table, before: counted, after })
  }
  changes.push(...diffNotNull(table, before, after))
  changes.push(...diffColumnPhysical(table, before, after))
  if (before.comment !== after.comment) {
    changes.push({
      kind: 'change_comment',
      on: { kind: 'column', table, name: after.name },
      before: before.comment,
      after: after.comment,
    })
  }
  return changes
}
