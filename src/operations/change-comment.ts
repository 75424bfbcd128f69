import type { CommentTarget } from '../model/comment-target.ts'
import { displayName, sameName } from '../model/name.ts'
import type { Table } from '../model/table.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { editColumn, editTable, withEnums } from './schema-edit.ts'

export const changeComment: Operation<'change_comment'> = {
  describe: ({ on }) => `comment on ${targetName(on)}`,
  phase: () => 'expand',

  effect: ({ on, after }, schema) => {
    switch (on.kind) {
      case 'table':
        return editTable(schema, on.name, (table) => ({ ...table, comment: after }))
      case 'column':
        return editColumn(schema, on.table, on.name, (column) => ({ ...column, comment: after }))
      case 'index':
        return editTable(schema, on.table, (table) => ({
          ...table,
          indexes: table.indexes.map((index) => (index.name === on.name.name ? { ...index, comment: after } : index)),
        }))
      case 'constraint':
        return editTable(schema, on.table, (table) => commentedConstraint(table, on.name, after))
      case 'enum':
        return withEnums(
          schema,
          schema.enums.map((type) => (sameName(type.name, on.name) ? { ...type, comment: after } : type)),
        )
    }
  },

  *steps(change, { words }) {
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: [words.comment(change.on, change.after)],
      inverse: undo([words.comment(change.on, change.before)]),
      reason: 'the comment in the spec is another one',
    })
  },
}

function commentedConstraint(table: Table, name: string, comment: string | null): Table {
  const edit = <T extends { readonly name: string; readonly comment?: string }>(member: T): T => {
    if (member.name !== name) return member
    const { comment: old, ...bare } = member
    return (comment === null ? bare : { ...bare, comment }) as T
  }
  return {
    ...table,
    primaryKey: table.primaryKey && edit(table.primaryKey),
    uniques: table.uniques.map(edit),
    checks: table.checks.map(edit),
    exclusions: table.exclusions.map(edit),
    foreignKeys: table.foreignKeys.map(edit),
  }
}

function targetName(on: CommentTarget): string {
  switch (on.kind) {
    case 'column':
      return `${displayName(on.table)}.${on.name}`
    case 'constraint':
      return `constraint ${on.name} on ${displayName(on.table)}`
    case 'index':
      return `index ${displayName(on.name)}`
    case 'table':
    case 'enum':
      return `${on.kind} ${displayName(on.name)}`
  }
}
