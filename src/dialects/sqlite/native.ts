import type { Change } from '../../model/change.ts'
import type { Column } from '../../model/column.ts'
import type { Table } from '../../model/table.ts'
import { mayBeUnnamed } from './catalog/names.ts'
import { canAddColumn } from './words/columns.ts'

/** hazards.md 2A: what ALTER TABLE has learnt since 3.53. */
export interface Abilities {
  /** SET NOT NULL, DROP NOT NULL, DROP CONSTRAINT for checks (3.53). */
  readonly alterColumn: boolean
  /** ADD CHECK. 3.53.0 to 3.53.4 have it, but refuse rows for which the check is NULL. */
  readonly addCheck: boolean
}

/** `serverVersion` as sqlite_version() spells it: `3.54.1`. */
export function abilitiesOf(serverVersion: string): Abilities {
  const [major = 0, minor = 0] = serverVersion.split('.').map(Number)
  const from = (wanted: number): boolean => major > 3 || (major === 3 && minor >= wanted)
  return { alterColumn: from(53), addCheck: from(54) }
}

/**
 * Whether ALTER TABLE or CREATE/DROP INDEX of this library can make the change and take it back; otherwise the table is
 * rebuilt (2B). Foreign keys can be dropped in place since 3.54, but not come back.
 */
export function isNative(change: Change, abilities: Abilities): boolean {
  switch (change.kind) {
    case 'add_column':
      return canAddColumn(change.column)
    case 'drop_column':
      return canComeBack(change.column)
    case 'set_not_null':
    case 'drop_not_null':
      return abilities.alterColumn
    case 'add_check':
      return abilities.addCheck
    case 'drop_check':
      // DROP CONSTRAINT finds a name that is written in the text, not one that introspection has made up.
      return abilities.addCheck && !mayBeUnnamed(change.table.name, change.definition.name)
    case 'create_index':
    case 'drop_index':
    case 'run_backfill':
      return true
    default:
      // Replacing an index or a check keeps its name, which takes the new one beside the old one, or one transaction.
      return false
  }
}

/** A stored generated column is really dropped, and ALTER TABLE cannot add one on the way back. */
function canComeBack({ generated }: Column): boolean {
  return generated === null || !generated.stored
}

/** Whether an integer that stays the key begins or ends to be the rowid: only one that is not can be NULL. */
export function turnsRowid(change: Change, ...images: readonly Table[]): boolean {
  if (change.kind !== 'set_not_null' && change.kind !== 'drop_not_null') return false
  const { name, type } = change.before
  const isKey = ({ primaryKey }: Table): boolean => primaryKey?.columns.length === 1 && primaryKey.columns[0] === name
  return type === 'integer' && images.every(isKey)
}
