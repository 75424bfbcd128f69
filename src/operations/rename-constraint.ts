import { compareText } from '../lib/compare.ts'
import { displayName } from '../model/name.ts'
import type { Table } from '../model/table.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { renamedMarks } from './renamed-marks.ts'
import { editTable } from './schema-edit.ts'

export const renameConstraint: Operation<'rename_constraint'> = {
  describe: ({ table, from, to }) => `rename constraint ${from} on ${displayName(table)} to ${to}`,
  phase: () => 'expand',
  effect: ({ table, from, to }, schema) => editTable(schema, table, (now) => renamed(now, from, to)),

  *steps(change, { words }) {
    const { table, from, to } = change
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: [words.renameConstraint(table, from, to)],
      inverse: undo([words.renameConstraint(table, to, from)]),
      reason: 'the same rule under another name',
    })
  },
}

function renamed(table: Table, from: string, to: string): Table {
  const swap = <T extends { readonly name: string }>(members: readonly T[]): T[] =>
    members
      .map((member) => (member.name === from ? { ...member, name: to } : member))
      .sort((a, b) => compareText(a.name, b.name))
  return {
    ...table,
    primaryKey: table.primaryKey?.name === from ? { ...table.primaryKey, name: to } : table.primaryKey,
    uniques: swap(table.uniques),
    checks: swap(table.checks),
    exclusions: swap(table.exclusions),
    foreignKeys: swap(table.foreignKeys),
    physical: { ...table.physical, marks: renamedMarks(table.physical.marks, from, to) },
  }
}
