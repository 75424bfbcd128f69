import type { StorageOptions } from '../model/column.ts'
import { displayName } from '../model/name.ts'
import type { Table } from '../model/table.ts'
import { changedOptions } from './change-options.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { editTable } from './schema-edit.ts'

/** In place: a parameter decides about pages that are written from now on. */
export const changeIndexOptions: Operation<'change_index_options'> = {
  describe: ({ table, name, before, after }) =>
    `set ${changedOptions(before, after)} of index ${name} on ${displayName(table)}`,
  phase: () => 'expand',
  effect: ({ table, name, after }, schema) => editTable(schema, table, (now) => withOptions(now, name, after)),

  *steps(change, { words }) {
    const { table, name, before, after } = change
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: words.setIndexOptions(table, name, before, after),
      inverse: undo(words.setIndexOptions(table, name, after, before)),
      reason: '1D: for pages written from now on; REINDEX CONCURRENTLY brings it to the others',
    })
  },
}

function withOptions(table: Table, index: string, options: StorageOptions): Table {
  const edit = <T extends { readonly name: string; readonly options?: StorageOptions }>(member: T): T => {
    if (member.name !== index) return member
    const { options: old, ...bare } = member
    return (Object.keys(options).length === 0 ? bare : { ...bare, options }) as T
  }
  return {
    ...table,
    primaryKey: table.primaryKey && edit(table.primaryKey),
    uniques: table.uniques.map(edit),
    exclusions: table.exclusions.map(edit),
    indexes: table.indexes.map(edit),
  }
}
