import type { PrimaryKey, Unique } from '../model/constraint.ts'
import { displayName, sameName } from '../model/name.ts'
import type { Table } from '../model/table.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { renamedColumn } from './renamed-column.ts'

/** R15 (i): behind the gate, since an old application version still uses the old name. */
export const renameColumn: Operation<'rename_column'> = {
  describe: ({ table, from, to }) => `rename column ${displayName(table)}.${from} to ${to}`,
  phase: () => 'contract',

  effect: ({ table, from, to }, schema) => {
    const swap = (name: string): string => (name === from ? to : name)
    const swapAll = (names: readonly string[]): string[] => names.map(swap)
    const inTable = (now: Table): Table => ({
      ...now,
      columns: now.columns.map((column) => ({ ...column, name: swap(column.name) })),
      primaryKey: now.primaryKey && swapKey(now.primaryKey, swapAll),
      uniques: now.uniques.map((unique) => swapKey(unique, swapAll)),
      exclusions: now.exclusions.map((exclusion) => ({
        ...exclusion,
        elements: exclusion.elements.map((element) =>
          'column' in element.on ? { ...element, on: { column: swap(element.on.column) } } : element,
        ),
        ...(exclusion.include === undefined ? {} : { include: swapAll(exclusion.include) }),
      })),
      foreignKeys: now.foreignKeys.map(({ onDeleteColumns, ...key }) => ({
        ...key,
        columns: swapAll(key.columns),
        ...(onDeleteColumns === undefined ? {} : { onDeleteColumns: swapAll(onDeleteColumns) }),
      })),
      indexes: now.indexes.map((index) => ({
        ...index,
        include: swapAll(index.include),
        keys: index.keys.map((key) => ('column' in key.on ? { ...key, on: { column: swap(key.on.column) } } : key)),
      })),
    })
    return {
      ...schema,
      tables: schema.tables
        .map((now) => (sameName(now.name, table) ? inTable(now) : now))
        .map((now) => ({
          ...now,
          foreignKeys: now.foreignKeys.map((key) =>
            sameName(key.references.table, table)
              ? { ...key, references: { ...key.references, columns: swapAll(key.references.columns) } }
              : key,
          ),
        })),
    }
  },

  *steps(change, context) {
    const { table, from, to } = change
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: renamedColumn(table, from, to, context),
      inverse: undo(renamedColumn(table, to, from, context)),
      noticed: true,
      reason: 'R15: renamed_from in the spec; constraints, indexes and views follow by themselves',
    })
  },
}

function swapKey<T extends PrimaryKey | Unique>(key: T, swapAll: (names: readonly string[]) => string[]): T {
  return {
    ...key,
    columns: swapAll(key.columns),
    ...(key.include === undefined ? {} : { include: swapAll(key.include) }),
  }
}
