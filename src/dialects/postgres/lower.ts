import type { Change } from '../../model/change.ts'
import { type Column, withNotNull } from '../../model/column.ts'
import type { Check } from '../../model/constraint.ts'
import { changesOf } from '../../model/changes-of.ts'
import type { ObjectName } from '../../model/name.ts'
import type { LowerContext } from '../dialect.ts'
import { codeWithRenames } from './code-with-renames.ts'
import { convertOnline } from './convert-online.ts'
import { recreateDependants } from '../dependants.ts'
import { fillMeanwhile } from './fill-meanwhile.ts'
import { moveOnline } from './move-online.ts'
import { renameOnline } from './rename-online.ts'
import { replaceTypes } from './replace-types.ts'
import { untangle } from './untangle.ts'
import { objects } from './words/objects.ts'
import { qualify } from './words/quote.ts'

/**
 * Takes foreign keys out of the creation and removal of tables: inside CREATE TABLE they would lock the tables they
 * point to until commit, and DROP TABLE would lock them all at once (1E, R17). Replacements that cannot be made in one
 * go are taken apart, and what stands in the way of a change comes back after it. CREATE TABLE takes NOT VALID for
 * VALID, so such checks are added as well.
 */
export function lower(changes: readonly Change[], context: LowerContext): readonly Change[] {
  const kept = replaceTypes(untangle(changes, context.actual), context).filter(
    (change) => !goesWithItsTable(change, changes),
  )
  const lowered = convertOnline(
    fillMeanwhile(
      moveOnline(
        kept.flatMap((change) => lowerOne(change, kept)),
        context,
      ),
      context,
    ),
    context,
  )
  return codeWithRenames(
    recreateDependants(renameOnline(lowered, context), context, { ...objects, qualify }),
    context.actual,
  )
}

/** A partition whose table goes as well goes along with it, and stays attached. */
function goesWithItsTable(change: Change, changes: readonly Change[]): boolean {
  if (change.kind !== 'drop_table') return false
  const { partitionOf } = change.table
  return partitionOf !== null && changesOf(changes, partitionOf.table).some(({ kind }) => kind === 'drop_table')
}

function lowerOne(change: Change, all: readonly Change[]): Change[] {
  switch (change.kind) {
    case 'create_table': {
      const { table } = change
      // Those of an empty partition are made in no time, where there is what they point to; CREATE TABLE takes NOT VALID for VALID.
      const inline =
        table.partitionOf === null
          ? []
          : table.foreignKeys.filter(({ references, validated }) => validated && !isCreated(references.table, all))
      return [
        {
          kind: 'create_table',
          table: {
            ...table,
            columns: table.columns.map((column) => (isUnproven(column) ? withNotNull(column, true) : column)),
            checks: table.checks.filter(isProven),
            foreignKeys: inline,
          },
        },
        ...table.columns.filter(isUnproven).map(
          (after): Change => ({
            kind: 'change_not_null',
            table: table.name,
            before: withNotNull(after, true),
            after,
          }),
        ),
        ...table.checks
          .filter((definition) => !isProven(definition))
          .map((definition): Change => ({ kind: 'add_check', table: table.name, definition })),
        ...table.foreignKeys
          .filter((key) => !inline.includes(key))
          .map((definition): Change => ({ kind: 'add_foreign_key', table: table.name, definition })),
      ]
    }
    case 'partition_table': {
      const created = change.creates.map((table) => lowerOne({ kind: 'create_table', table }, all))
      return [
        {
          ...change,
          creates: created.flatMap(([first]) => (first?.kind === 'create_table' ? [first.table] : [])),
        },
        ...created.flatMap(([, ...rest]) => rest),
      ]
    }
    case 'drop_table': {
      const { table } = change
      return [
        ...table.foreignKeys.map((definition): Change => ({ kind: 'drop_foreign_key', table: table.name, definition })),
        { kind: 'drop_table', table: { ...table, foreignKeys: [] } },
      ]
    }
    default:
      return [change]
  }
}

function isCreated(name: ObjectName, changes: readonly Change[]): boolean {
  return changesOf(changes, name).some(({ kind }) => kind === 'create_table')
}

function isUnproven({ notNull }: Column): boolean {
  return notNull?.validated === false
}

function isProven({ validated, enforced }: Check): boolean {
  return validated || enforced === false
}
