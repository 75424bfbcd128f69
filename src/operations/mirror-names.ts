import type { Window } from '../dialects/mirror-words.ts'
import type { Column } from '../model/column.ts'
import { type Mirror, mirrorOf } from '../model/mirror.ts'
import type { Move } from '../model/move.ts'
import type { ObjectName } from '../model/name.ts'
import { notNullName } from '../model/object-name.ts'
import type { SchemaObject } from '../model/object.ts'
import { attachedTo } from '../model/object-uses.ts'
import type { Statement } from '../model/statement.ts'
import type { Table } from '../model/table.ts'
import { movesTo } from './moves-in.ts'
import type { PlanContext, StepContext } from './operation.ts'
import { quarantinedColumn, quarantineName } from './quarantine-name.ts'
import { requireTable } from './schema-edit.ts'

/** What a move beside the application is made of; all names begin with `_rq_`, so that nobody compares them. */
export interface MirrorParts {
  /** Both tables under their own names. */
  readonly mirror: Mirror
  /** The narrow one under the name that it has while the view, or nobody, has its own. */
  readonly hidden: Mirror
  /** The wide one with its columns put aside. */
  readonly emptied: Mirror
  /** The wide one with new columns that do not count: whoever wrote to them would write to nowhere. */
  readonly veiled: Mirror
  /** Functions of the triggers on the wide and on the narrow table. */
  readonly outward: ObjectName
  readonly inward: ObjectName
}

export function mirrorParts(move: Move, context: PlanContext): MirrorParts {
  const mirror = mirrorOf(move)
  const { narrow, wide } = mirror
  const within = [narrow.schema, narrow.name]
  const named = (what: string): ObjectName => ({ schema: narrow.schema, name: quarantineName(context, what, within) })
  return {
    mirror,
    hidden: {
      ...mirror,
      narrow: { schema: narrow.schema, name: quarantineName(context, narrow.name, ['mirror', ...within]) },
    },
    emptied: {
      ...mirror,
      columns: mirror.columns.map((pair) => ({ ...pair, wide: quarantinedColumn(context, wide, pair.wide) })),
    },
    veiled: {
      ...mirror,
      columns: mirror.columns.map((pair) => ({
        ...pair,
        wide: quarantineName(context, `new_${pair.wide}`, ['mirror', wide.schema, wide.name]),
      })),
    },
    outward: named('outward'),
    inward: named('inward'),
  }
}

/** A new table is made under a name that nobody knows, and so is a new column, where they do not count yet. */
export function hiddenTable(table: Table, context: PlanContext): Table {
  const move = followed(context, table.name)
  if (move?.isSplit !== true) return table
  // The server names what is behind NOT NULL after the table as it is called then (PostgreSQL 18).
  const named = (column: Column): Column =>
    column.nullable || !context.facts.unprovenNotNull
      ? column
      : { ...column, notNull: { name: notNullName(table.name.name, column.name), ...column.notNull } }
  return { ...table, name: mirrorParts(move, context).hidden.narrow, columns: table.columns.map(named) }
}

export function veiledColumn(table: ObjectName, column: Column, context: PlanContext): Column {
  const move = followed(context, table)
  if (move === undefined || move.isSplit) return column
  const { mirror, veiled } = mirrorParts(move, context)
  const at = mirror.columns.findIndex(({ wide }) => wide === column.name)
  return { ...column, name: veiled.columns[at]?.wide ?? column.name }
}

function followed(context: PlanContext, to: ObjectName): Move | undefined {
  return movesTo(context, to).find(({ follows }) => follows)?.move
}

/** The same with the view, and the two ways of the narrow table: out of its place, and back. */
export function windowParts(move: Move, context: StepContext): WindowParts {
  const { words } = context
  const parts = mirrorParts(move, context)
  const { mirror, hidden } = parts
  return {
    ...parts,
    window: windowOf(move, context),
    away: words.renameTable(mirror.narrow, hidden.narrow),
    back: words.renameTable(hidden.narrow, mirror.narrow),
  }
}

interface WindowParts extends MirrorParts {
  readonly window: Window
  readonly away: readonly Statement[]
  readonly back: readonly Statement[]
}

/** The view in the place of the narrow table. */
function windowOf(move: Move, context: StepContext): Window {
  const { hidden, mirror } = mirrorParts(move, context)
  const name = mirror.narrow
  const table = requireTable(context.state, name)
  const on = { kind: 'view' as const, name }
  const within = [name.schema, name.name]
  return {
    name,
    mirror: hidden,
    columns: table.columns.map((column) => column.name),
    defaults: Object.fromEntries(
      table.columns.flatMap((column) => (column.default === null ? [] : [[column.name, column.default]])),
    ),
    access: attachedTo({ kind: 'table', name }, context.state.objects).flatMap((object): SchemaObject[] => {
      if (object.kind === 'owner') return [{ ...object, name, on }]
      return object.kind === 'grant' ? [{ ...object, on }] : []
    }),
    insert: { schema: name.schema, name: quarantineName(context, 'insert', within) },
    remove: { schema: name.schema, name: quarantineName(context, 'delete', within) },
  }
}
