import { withInner } from '../model/changes-of.ts'
import type { Column } from '../model/column.ts'
import type { Constraint } from '../model/constraint.ts'
import { allPartitionsOf } from '../model/family.ts'
import { displayName, type ObjectName, sameName } from '../model/name.ts'
import { notNullName } from '../model/object-name.ts'
import type { Statement } from '../model/statement.ts'
import type { Phase } from '../model/step.ts'
import { columnOf } from '../model/table.ts'
import { isNewTable, ddlStep, type StepContext, type StepDraft, undo } from './operation.ts'
import { quarantineName } from './quarantine-name.ts'
import { requireTable } from './schema-edit.ts'

/**
 * R4: a bare SET NOT NULL scans the table under ACCESS EXCLUSIVE. PostgreSQL 18 takes the constraint unproven and
 * validates it beside readers and writers; before 18 a validated CHECK proves that there are no NULLs, and SET NOT NULL
 * believes it. The proof is dropped by a statement of its own: in one ALTER TABLE it would not count.
 */
export function* notNullSteps(
  table: ObjectName,
  column: Column,
  phase: Phase,
  context: StepContext,
): Iterable<StepDraft> {
  const { words, facts } = context
  const shown = `${displayName(table)}.${column.name}`
  const now = requireTable(context.state, table)
  const noticed = phase === 'contract'
  const nulls = words.questions.nulls(now, column.name)
  const relax = undo(relaxed(table, column.name, context))

  if (isNewTable(context, table) || !facts.unprovenConstraints) {
    yield ddlStep({
      phase,
      title: `require ${shown}`,
      statements: [words.setNotNull(table, column, false)],
      prechecks: [nulls],
      inverse: relax,
      noticed,
      reason: isNewTable(context, table) ? 'a new table: nothing to prove' : 'R4: the library tests the rows itself',
    })
    return
  }

  if (facts.unprovenNotNull) {
    const present = columnOf(now, column.name)?.notNull
    const name = column.notNull?.name ?? notNullName(table.name, column.name)
    // It may be there already, as one that old rows need not meet.
    if (present?.validated !== false)
      yield ddlStep({
        phase,
        title: `require ${shown} of new rows`,
        statements: [words.addNotNullUnproven(table, column, name)],
        prechecks: [nulls],
        inverse: relax,
        noticed,
        reason: 'R4 (PostgreSQL 18): NOT VALID, so no row is read under the lock',
      })
    const proven = present?.validated === false ? (present.name ?? name) : name
    const proof: Constraint = { kind: 'check', definition: { name: proven, expression: '', validated: true } }
    yield ddlStep({
      phase,
      title: `prove that ${shown} has no NULL`,
      statements: [words.validateConstraint(table, proof)],
      prechecks: [nulls],
      inverse:
        present?.validated === false
          ? undo(unproven(table, { ...column, notNull: present }, context), { note: 'what is proven is forgotten' })
          : { ...undo([]), action: { kind: 'nothing' }, note: 'goes with the constraint' },
      noticed,
      reason: 'R4: reads every row beside readers and writers',
    })
    return
  }

  const check = notNullGuard(column.name, context)
  yield ddlStep({
    phase,
    title: `guard ${shown} against new NULLs`,
    statements: [words.addConstraint(table, check)],
    prechecks: [nulls],
    inverse: undo([words.dropConstraint(table, check)]),
    noticed,
    reason: 'R4: a CHECK … NOT VALID, so no row is read under the lock',
  })
  yield ddlStep({
    phase,
    title: `prove that ${shown} has no NULL`,
    statements: [words.validateConstraint(table, check)],
    prechecks: [nulls],
    inverse: { ...undo([]), action: { kind: 'nothing' }, note: 'goes with the guard' },
    noticed,
    reason: 'R4: reads every row beside readers and writers',
  })
  yield ddlStep({
    phase,
    title: `require ${shown}`,
    statements: [words.setNotNull(table, column, true), words.dropConstraint(table, check)],
    inverse: undo([words.addConstraint(table, check), ...relaxed(table, column.name, context)], {
      note: 'the guard comes back first, so no NULL slips in between',
    }),
    noticed,
    reason: 'R4: believes the proven guard, reads nothing; then the guard goes',
  })
}

/** Before PostgreSQL 18 it stands for a NOT NULL that old rows need not meet. */
export function notNullGuard(column: string, context: StepContext): Extract<Constraint, { readonly kind: 'check' }> {
  const expression = `${context.words.quote(column)} is not null`
  return {
    kind: 'check',
    definition: { name: quarantineName(context, `${column}_not_null`), expression, validated: false },
  }
}

/**
 * Allows NULL, on the partitions as well: there the primary key has made NOT NULL their own (18), unless they had it of
 * their own before.
 */
export function relaxed(table: ObjectName, column: string, { words, state }: StepContext): Statement[] {
  const partitions = allPartitionsOf(state, table).filter(({ columns }) =>
    columns.every((own) => own.name !== column || own.nullable),
  )
  return [table, ...partitions.map(({ name }) => name)].map((name) => words.dropNotNull(name, column))
}

/** NOT NULL that old rows need not meet, in place of what there is (PostgreSQL 18). */
export function unproven(table: ObjectName, column: Column, { words }: StepContext): Statement[] {
  const name = column.notNull?.name ?? notNullName(table.name, column.name)
  return [words.dropNotNull(table, column.name), words.addNotNullUnproven(table, column, name)]
}

/** With the name that its NOT NULL has from the table and the column as they are called before the plan (PostgreSQL 18). */
export function asNamedBefore(table: ObjectName, column: Column, { changes, facts }: StepContext): Column {
  if (!facts.unprovenNotNull || column.notNull !== undefined) return column
  const renames = withInner(changes)
  const old = renames.find((one) => one.kind === 'rename_table' && sameName(one.to, table))
  const was = renames.find((one) => {
    return one.kind === 'rename_column' && sameName(one.table, table) && one.to === column.name
  })
  if (old === undefined && was === undefined) return column
  const from = old?.kind === 'rename_table' ? old.from : table
  const name = notNullName(from.name, was?.kind === 'rename_column' ? was.from : column.name)
  return { ...column, notNull: { name } }
}
