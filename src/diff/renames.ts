import type { Desired, RenameHint } from '../model/desired.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { displayName, type ObjectName, sameName } from '../model/name.ts'
import { type Rename, tableBefore } from '../model/rename.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import { columnOf } from '../model/table.ts'

export interface Renames {
  /** Tables first; columns by their table's new name. */
  readonly renames: readonly Rename[]
  /** Plain tables that are to be partitioned, each with the partition that says it is the table as it was. */
  readonly partitioned: readonly Partitioning[]
  readonly diagnostics: readonly Diagnostic[]
}

export interface Partitioning {
  readonly table: ObjectName
  readonly holder: ObjectName
}

/**
 * Which `renamed_from` hints have work to do. A hint whose new name is there already is history and harmless; one that
 * matches nothing, or both names, is an error: silence there has cost other tools' users their data (anchors.md 7).
 */
export function matchRenames(desired: Desired, actual: Schema): Renames {
  const renames: Rename[] = []
  const partitioned: Partitioning[] = []
  const diagnostics: Diagnostic[] = []
  const firstTime = !desired.schema.tables.some(({ name }) => tableOf(actual, name) !== undefined)
  const hints = [...desired.renames].sort((a, b) => Number(a.column !== null) - Number(b.column !== null))
  for (const hint of hints) {
    const found =
      hint.column === null
        ? tableHint(hint, desired, actual, firstTime)
        : columnHint(hint, hint.column, actual, renames)
    if (found === 'done') continue
    const whole = ownWhole(hint, desired)
    if (found === 'rename' && whole !== null) partitioned.push({ table: whole, holder: hint.table })
    else if (found === 'rename')
      renames.push({ table: hint.table, column: hint.column, from: hint.from, ...furtherSaid(hint) })
    else diagnostics.push(found)
  }
  return { renames, partitioned, diagnostics: [...diagnostics, ...torn(renames, desired.renames)] }
}

/** A table and its columns are renamed in one go, beside the application or not. */
function torn(renames: readonly Rename[], hints: readonly RenameHint[]): Diagnostic[] {
  const said = renames.filter(({ online }) => online !== undefined)
  return said.flatMap((one, index) => {
    const other = said.slice(0, index).find(({ table, online }) => sameName(table, one.table) && online !== one.online)
    return other === undefined
      ? []
      : [
          {
            id: 'rename-online',
            severity: 'error',
            message: `${shownAs(one)} says online: ${one.online}, and ${shownAs(other)} the opposite`,
            help: 'say it once: it holds for the table and all of its columns that are renamed in the same plan',
            position:
              hints.find(({ table, column }) => sameName(table, one.table) && column === one.column)?.position ?? null,
            sqlState: null,
          },
        ]
  })
}

function shownAs({ table, column }: Rename): string {
  return column === null ? `table ${displayName(table)}` : `column ${displayName(table)}.${column}`
}

/** The table that a partition belongs to and says it was: the table as it is becomes the partition. */
function ownWhole(hint: RenameHint, { schema }: Desired): ObjectName | null {
  const whole = hint.column === null ? tableOf(schema, hint.table)?.partitionOf?.table : undefined
  return whole !== undefined && sameName(whole, tableBefore(hint)) ? whole : null
}

function furtherSaid({ fromSchema, online }: RenameHint): Pick<Rename, 'fromSchema' | 'online'> {
  return { ...(fromSchema === undefined ? {} : { fromSchema }), ...(online === undefined ? {} : { online }) }
}

type Match = 'rename' | 'done' | Diagnostic

function tableHint(hint: RenameHint, desired: Desired, actual: Schema, firstTime: boolean): Match {
  const old = tableOf(actual, tableBefore(hint))
  const now = tableOf(actual, hint.table)
  // It has been that table, whether or not it is still there.
  if (ownWhole(hint, desired) !== null && (old?.partitionBy ?? null) !== null) return 'done'
  return renameVerdict(hint, `table ${displayName(hint.table)}`, {
    old: old !== undefined,
    now: now !== undefined,
    firstTime,
  })
}

function columnHint(hint: RenameHint, column: string, actual: Schema, renames: readonly Rename[]): Match {
  const tableRename = renames.find(
    (rename) =>
      rename.column === null && rename.table.name === hint.table.name && rename.table.schema === hint.table.schema,
  )
  const table = tableOf(actual, tableRename === undefined ? hint.table : tableBefore(tableRename))
  if (table === undefined) return 'done'
  const old = columnOf(table, hint.from) !== undefined
  const now = columnOf(table, column) !== undefined
  return renameVerdict(hint, `column ${displayName(hint.table)}.${column}`, { old, now, firstTime: false })
}

interface Presence {
  /** The old name is there. */
  readonly old: boolean
  /** The new name is there. */
  readonly now: boolean
  /** Nothing of these specs is there yet, so there is nothing that could have had another name. */
  readonly firstTime: boolean
}

/** What a hint comes to: work, history, or a mistake. */
export function renameVerdict(
  hint: Pick<RenameHint, 'position'> & { readonly from: string },
  shown: string,
  { old, now, firstTime }: Presence,
): Match {
  if (old && !now) return 'rename'
  if (!old && (now || firstTime)) return 'done'
  return {
    id: old ? 'rename-both-exist' : 'rename-unmatched',
    severity: 'error',
    message: old
      ? `${shown} says renamed_from: ${hint.from}, but the database has both`
      : `${shown} says renamed_from: ${hint.from}, but the database has neither`,
    help: old
      ? `decide which one holds the data: remove renamed_from and declare ${hint.from} too, or drop one of them`
      : `correct the old name, or remove renamed_from if this is new`,
    position: hint.position,
    sqlState: null,
  }
}
