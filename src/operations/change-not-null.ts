import { type Column, withNotNull } from '../model/column.ts'
import { heirsOf } from '../model/family.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import { notNullName } from '../model/object-name.ts'
import type { Query, Statement } from '../model/statement.ts'
import type { Table } from '../model/table.ts'
import { unproven } from './not-null-steps.ts'
import { ddlStep, type Operation, type StepContext, undo } from './operation.ts'
import { editColumn } from './schema-edit.ts'

/** PostgreSQL 18: another name, another reach, or NOT NULL for new rows alone. No row is read. */
export const changeNotNull: Operation<'change_not_null'> = {
  describe: ({ table, after }) => `change NOT NULL of ${displayName(table)}.${after.name}`,
  phase: ({ before, after }) => (isUnproven(after) && before.nullable && !isUnproven(before) ? 'validate' : 'expand'),
  effect: ({ table, after }, schema) =>
    editColumn(schema, table, after.name, (column) => withNotNull(column, after.nullable, after.notNull)),

  *steps(change, context) {
    const { table, before, after } = change
    const [from, to] = [named(table, before), named(table, after, before)]
    yield ddlStep({
      phase: this.phase(change, context),
      title: this.describe(change),
      statements: made(table, from, to, context),
      prechecks: nullsOfHeirs(table, from, to, context),
      inverse: undo(made(table, to, from, context), { prechecks: nullsOfHeirs(table, to, from, context) }),
      reason: 'the constraint behind NOT NULL is one of its own (PostgreSQL 18)',
    })
  },
}

/** With the name it has, or, where nothing else is asked for, had before. */
function named({ name }: ObjectName, column: Column, before: Column = column): Column & { readonly called: string } {
  return { ...column, called: column.notNull?.name ?? before.notNull?.name ?? notNullName(name, column.name) }
}

type Named = ReturnType<typeof named>

function made(table: ObjectName, from: Named, to: Named, context: StepContext): Statement[] {
  const { words } = context
  if (isUnproven(to) && !isUnproven(from)) {
    return from.nullable ? [words.addNotNullUnproven(table, to, to.called)] : unproven(table, to, context)
  }
  if (isUnproven(from) && !isUnproven(to)) {
    return [words.dropNotNull(table, from.name), ...(to.nullable ? [] : [words.setNotNull(table, to, false)])]
  }
  return [
    ...(from.called === to.called ? [] : [words.renameConstraint(table, from.called, to.called)]),
    ...(inherits(from) === inherits(to) ? [] : [words.setNotNullInherit(table, to.called, inherits(to))]),
    // What they had from this table stays behind as theirs.
    ...(inherits(from) && !inherits(to)
      ? heirsWithout(table, to, context).map(({ name }) => words.dropNotNull(name, to.name))
      : []),
  ]
}

/** Those that get NOT NULL with it, and must have a value in every row. */
function nullsOfHeirs(table: ObjectName, from: Column, to: Column, context: StepContext): Query[] {
  if (inherits(from) || !inherits(to)) return []
  return heirsWithout(table, to, context).map((heir) => context.words.questions.nulls(heir, to.name))
}

/** Heirs that do not have NOT NULL by themselves. */
function heirsWithout(table: ObjectName, { name }: Column, { state }: StepContext): Table[] {
  return heirsOf(state, table).filter(({ columns }) => columns.every((own) => own.name !== name || own.nullable))
}

function inherits({ notNull }: Column): boolean {
  return notNull?.noInherit !== true
}

function isUnproven({ notNull }: Column): boolean {
  return notNull?.validated === false
}
