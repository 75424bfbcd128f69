import { indexedColumns } from '../model/table-index.ts'
import { sameValue } from '../lib/compare.ts'
import type { Change } from '../model/change.ts'
import type { Column, ColumnPhysical } from '../model/column.ts'
import type { IndexMarks, Table } from '../model/table.ts'
import { sameOptions } from './options.ts'

/** How the table is kept, in everything but its columns; `changes` are those of its columns, indexes and constraints. */
export function diffPhysical(before: Table, after: Table, changes: readonly Change[]): Change[] {
  const { name: table, physical: wanted } = after
  const { physical: now } = before
  const references = after.foreignKeys.map((key) => key.references.table)
  return [
    ...(now.accessMethod === wanted.accessMethod
      ? []
      : [{ kind: 'change_access_method' as const, table, before: now.accessMethod, after: wanted.accessMethod }]),
    ...(now.unlogged === wanted.unlogged
      ? []
      : [{ kind: 'change_logging' as const, table, unlogged: wanted.unlogged, references }]),
    ...(sameOptions(now.options, wanted.options)
      ? []
      : [{ kind: 'change_options' as const, table, before: now.options, after: wanted.options }]),
    ...diffMarks(before, after, changes),
  ]
}

/** A change of the type takes storage and compression back to the type's own (ALTER COLUMN … TYPE, all versions). */
export function diffColumnPhysical(table: Table['name'], before: Column, after: Column): Change[] {
  const retyped = before.type !== after.type || before.collation !== after.collation
  const kept: ColumnPhysical = retyped ? { ...before.physical, storage: null, compression: null } : before.physical
  // A virtual column takes the place of another one, and ANALYZE keeps nothing of it.
  const virtual = after.generated !== null && !after.generated.stored && before.generated?.stored !== false
  const physical: ColumnPhysical = virtual ? { ...kept, statistics: null } : kept
  const { options, ...rest } = physical
  const { options: wantedOptions, ...wanted } = after.physical
  if (sameValue(rest, wanted) && sameOptions(options, wantedOptions)) return []
  return [{ kind: 'change_physical', table, before: { ...before, physical }, after }]
}

/**
 * A mark goes with its index through a rename, and is lost with one that goes or is built anew: it is taken off before,
 * so that the way back finds the old index in place when it puts the mark back.
 */
function diffMarks(before: Table, { name: table, physical }: Table, changes: readonly Change[]): Change[] {
  const { marks: now } = before.physical
  const { marks: wanted } = physical
  const stays = (index: string): boolean => !changes.some((change) => takesIndex(change, index))
  const identity = now.replicaIdentity
  const isLost =
    typeof identity === 'object' &&
    (!stays(identity.index) || changes.some((change) => frees(change, before, identity)))
  const released: IndexMarks = {
    // Without an identity a published table refuses updates; FULL works whatever keys there are.
    replicaIdentity: !isLost ? identity : typeof wanted.replicaIdentity === 'object' ? 'full' : wanted.replicaIdentity,
    cluster: now.cluster === null || stays(now.cluster) ? now.cluster : null,
  }
  const carried = renamedMarks(released, changes)
  return [
    ...(sameValue(now, released) ? [] : [{ kind: 'release_marks' as const, table, before: now, after: released }]),
    ...(sameValue(carried, wanted) ? [] : [{ kind: 'change_marks' as const, table, before: carried, after: wanted }]),
  ]
}

/** No column of the index that tells rows apart can be NULL. */
function frees(change: Change, table: Table, { index }: { readonly index: string }): boolean {
  if (change.kind !== 'drop_not_null') return false
  const keys = [...(table.primaryKey === null ? [] : [table.primaryKey]), ...table.uniques]
  const columns = keys.find(({ name }) => name === index)?.columns ?? columnsOf(table.indexes, index)
  return columns.includes(change.before.name)
}

function columnsOf(indexes: Table['indexes'], index: string): readonly string[] {
  const found = indexes.find(({ name }) => name === index)
  return found === undefined ? [] : indexedColumns(found)
}

function takesIndex(change: Change, index: string): boolean {
  switch (change.kind) {
    case 'drop_index':
      return change.index.name === index
    case 'drop_unique':
    case 'drop_primary_key':
    case 'drop_exclusion':
      return change.definition.name === index
    case 'replace_index':
    case 'replace_unique':
    case 'replace_primary_key':
    case 'replace_exclusion':
      return change.before.name === index
    default:
      return false
  }
}

function renamedMarks(marks: IndexMarks, changes: readonly Change[]): IndexMarks {
  const renamed = (index: string): string => {
    const rename = changes.find(
      (change) => (change.kind === 'rename_index' || change.kind === 'rename_constraint') && change.from === index,
    )
    return rename !== undefined && 'to' in rename && typeof rename.to === 'string' ? rename.to : index
  }
  const { replicaIdentity, cluster } = marks
  return {
    replicaIdentity: typeof replicaIdentity === 'object' ? { index: renamed(replicaIdentity.index) } : replicaIdentity,
    cluster: cluster === null ? null : renamed(cluster),
  }
}
