import { remembered } from '../../lib/remembered.ts'
import type { Change } from '../../model/change.ts'
import { changesOf } from '../../model/changes-of.ts'
import { givenUpKeys } from '../../model/given-up-keys.ts'
import { type ObjectName, sameName } from '../../model/name.ts'
import { type Schema, tableOf } from '../../model/schema.ts'
import { indexedColumns, textsOf } from '../../model/table-index.ts'

/**
 * Replacing a rule or an index keeps the old one until the new one is there. Where something else in the way needs the
 * old one gone first, the replacement is taken apart: what reads a column as its old type stands in the way of the new
 * type, and a foreign key in the way of the key it pointed to.
 */
export function untangle(changes: readonly Change[], actual: Schema): Change[] {
  return [...changes.flatMap((change) => takenApart(change, changes, actual)), ...reattached(changes, actual)]
}

/** Foreign keys that stay, while the key they hang on is dropped or built anew: they let go of it and come back. */
function reattached(changes: readonly Change[], actual: Schema): Change[] {
  const touched = (table: ObjectName, name: string): boolean =>
    changesOf(changes, table).some((change) => {
      if (change.kind === 'drop_table') return true
      if (change.kind === 'drop_foreign_key') return change.definition.name === name
      if (change.kind === 'rename_constraint') return change.from === name
      return change.kind === 'replace_foreign_key' && change.before.name === name
    })
  return actual.tables.flatMap(({ name: table, foreignKeys }) =>
    foreignKeys
      .filter(
        ({ name, references }) => !touched(table, name) && losesKey(changes, references.table, references.columns),
      )
      .flatMap((definition): Change[] => [
        { kind: 'drop_foreign_key', table, definition },
        { kind: 'add_foreign_key', table, definition },
      ]),
  )
}

function takenApart(change: Change, changes: readonly Change[], actual: Schema): Change[] {
  switch (change.kind) {
    case 'rename_constraint': {
      const { table, from, to } = change
      const key = tableOf(actual, table)?.foreignKeys.find(({ name }) => name === from)
      if (key === undefined || !losesKey(changes, key.references.table, key.references.columns)) return [change]
      return [
        { kind: 'drop_foreign_key', table, definition: key },
        { kind: 'add_foreign_key', table, definition: { ...key, name: to } },
      ]
    }
    case 'replace_check': {
      const { table, before, after } = change
      if (!isRetyped(changes, table, before.expression)) return [change]
      return [
        { kind: 'drop_check', table, definition: before },
        { kind: 'add_check', table, definition: after },
      ]
    }
    case 'replace_index': {
      const { table, before, after } = change
      if (!isRetyped(changes, table, textsOf(before).join(' '))) return [change]
      return [
        { kind: 'drop_index', table, index: before },
        { kind: 'create_index', table, index: after },
      ]
    }
    case 'replace_exclusion': {
      const { table, before, after } = change
      const texts = [
        ...before.elements.flatMap(({ on }) => ('column' in on ? [on.column] : [on.expression])),
        before.where ?? '',
      ]
      if (!isRetyped(changes, table, texts.join(' '))) return [change]
      return [
        { kind: 'drop_exclusion', table, definition: before },
        { kind: 'add_exclusion', table, definition: after },
      ]
    }
    case 'replace_foreign_key': {
      const { table, before, after } = change
      if (!losesKey(changes, before.references.table, before.references.columns)) return [change]
      return [
        { kind: 'drop_foreign_key', table, definition: before },
        { kind: 'add_foreign_key', table, definition: after },
      ]
    }
    default:
      return [change]
  }
}

/** A name within another word is taken for the column: the replacement is then taken apart without need, and no harm done. */
function isRetyped(changes: readonly Change[], table: ObjectName, text: string): boolean {
  return changesOf(changes, table).some((change) => change.kind === 'change_type' && text.includes(change.before.name))
}

/** Keys that partitions give up for one of the whole. Asked for every foreign key there is, so found once. */
const givenUp = remembered((changes: readonly Change[]) =>
  changes.flatMap((change) => (change.kind === 'add_primary_key' ? givenUpKeys(change.definition, change.parts) : [])),
)

function losesKey(changes: readonly Change[], table: ObjectName, columns: readonly string[]): boolean {
  const isKey = (names: readonly string[]): boolean =>
    names.length === columns.length && names.every((name) => columns.includes(name))
  if (givenUp(changes).some((part) => sameName(part.table, table) && isKey(part.definition.columns))) return true
  return changesOf(changes, table).some((change) => {
    switch (change.kind) {
      case 'drop_unique':
      case 'drop_primary_key':
        return isKey(change.definition.columns)
      case 'replace_unique':
      case 'replace_primary_key':
        return isKey(change.before.columns)
      case 'drop_index':
        return change.index.unique && isKey(indexedColumns(change.index))
      case 'drop_table':
        return true
      default:
        return false
    }
  })
}
