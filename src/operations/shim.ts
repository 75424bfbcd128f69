import type { Shim } from '../dialects/shim-words.ts'
import type { ColumnRename, Shimmed } from '../model/rename.ts'
import { displayName, sameName } from '../model/name.ts'
import type { SchemaObject } from '../model/object.ts'
import type { Privileges } from '../model/objects/grant.ts'
import { attachedTo } from '../model/object-uses.ts'
import type { Statement } from '../model/statement.ts'
import type { StepContext } from './operation.ts'
import { quarantineName } from './quarantine-name.ts'
import { renamedColumn } from './renamed-column.ts'
import { requireTable } from './schema-edit.ts'

export interface ShimStatements {
  /** The new names, and the view with the old ones. */
  readonly open: readonly Statement[]
  readonly drop: readonly Statement[]
  /** The table under its new name, once the view is gone. */
  readonly settle: readonly Statement[]
  /** The old names, once the view is gone. */
  readonly giveBack: readonly Statement[]
  /** The same, from the new ones. */
  readonly undo: readonly Statement[]
}

/**
 * R15 (iii), R16: a view goes by the old names. Where only columns are renamed it has the new ones too, and the table stands
 * aside meanwhile; where the table is renamed, new application versions use the table itself.
 */
export function shimStatements(change: Shimmed, context: StepContext): ShimStatements {
  const { table, from, columns } = change
  const { words } = context
  const shim = shimOf(change, context)
  const old = columns.flatMap((column) => renamedColumn(table, column.to, column.from, context, from))
  return {
    open: [
      ...columns.flatMap((column) => renamedColumn(table, column.from, column.to, context, from)),
      ...words.renameTable(from, shim.base),
      ...words.shims.create(shim),
    ],
    drop: words.shims.drop(shim),
    settle: words.renameTable(shim.base, table),
    giveBack: [...words.renameTable(shim.base, from), ...old],
    undo: [...words.renameTable(table, from), ...old],
  }
}

/** For people: all that the view covers. */
export function renamesCovered({ table, from, columns }: Shimmed): string {
  const list = columns.map((column) => `${column.from} to ${column.to}`).join(', ')
  if (sameName(table, from)) return `rename columns of ${displayName(table)}: ${list}`
  const along = columns.length === 0 ? '' : `, and columns of it: ${list}`
  return `rename table ${displayName(from)} to ${displayName(table)}${along}`
}

function shimOf({ table, from, columns }: Shimmed, context: StepContext): Shim {
  const { state } = context
  const attached = attachedTo({ kind: 'table', name: table }, state.objects)
  const isGuarded = attached.some((one) => one.kind === 'row_security' && one.enabled)
  // New application versions use the view as well, where it has the name that the table is going to have.
  const isShared = sameName(table, from)
  // A table that is renamed has the new names of its columns in `state` from the beginning.
  const renamed = (name: string): ColumnRename | undefined =>
    columns.find((column) => column.from === name || column.to === name)
  const shown = requireTable(state, table).columns.map(({ name }) => ({
    name: renamed(name)?.from ?? name,
    of: renamed(name)?.to ?? name,
  }))
  return {
    name: from,
    base: isShared ? { ...table, name: quarantineName(context, 'shim', [table.schema, table.name]) } : table,
    columns: [...shown, ...(isShared ? columns.map(({ to }) => ({ name: to, of: to })) : [])],
    asInvoker: isGuarded,
    access: accessOf(),
  }

  /** That of the table, by either name of each column. */
  function accessOf(): SchemaObject[] {
    const on = { kind: 'view' as const, name: from }
    return attached.flatMap((object): SchemaObject[] => {
      if (object.kind === 'owner') return [{ ...object, name: from, on }]
      return object.kind === 'grant' ? [{ ...object, on, columns: byEitherName(object.columns) }] : []
    })
  }

  function byEitherName(granted: Readonly<Record<string, Privileges>>): Record<string, Privileges> {
    const either = (column: string): string[] => {
      const names = renamed(column)
      if (names === undefined) return [column]
      return isShared ? [names.from, names.to] : [names.from]
    }
    return Object.fromEntries(
      Object.entries(granted).flatMap(([column, own]) => either(column).map((name) => [name, own])),
    )
  }
}
