import { bug } from '../../../lib/errors.ts'
import type { Constraint } from '../../../model/constraint.ts'
import { type ObjectName, sameName } from '../../../model/name.ts'
import type { Lock, LockMode, Work } from '../../../model/statement.ts'
import type { Words } from '../../words.ts'
import { constraintDefinition, deferral } from './definitions.ts'
import { dollarQuoted, literal, qualify, quote } from './quote.ts'
import { alterTable, lock, statement } from './statement.ts'

type ConstraintWords = Pick<
  Words,
  | 'addConstraint'
  | 'addConstraintOnly'
  | 'addConstraintUsingIndex'
  | 'validateConstraint'
  | 'dropConstraint'
  | 'setDeferrable'
  | 'renameConstraint'
>

/** Locks and work: hazards.md 1C. */
export const constraints: ConstraintWords = {
  addConstraint(table, constraint) {
    const mode = constraint.kind === 'foreign_key' ? 'share_row_exclusive' : 'access_exclusive'
    return {
      ...alterTable(table, `add ${constraintDefinition(constraint)}`, { work: workOfAdding(constraint) }),
      locks: both(mode, mode, table, constraint),
    }
  },

  addConstraintUsingIndex(table, constraint, index) {
    if (constraint.kind !== 'primary_key' && constraint.kind !== 'unique') throw bug(`${constraint.kind} has no index`)
    const kind = constraint.kind === 'unique' ? 'unique' : 'primary key'
    return alterTable(
      table,
      `add constraint ${quote(constraint.definition.name)} ${kind} using index ${quote(index)}${deferral(constraint.definition.deferrable)}`,
    )
  },

  validateConstraint(table, constraint, ifThere) {
    const { name } = constraint.definition
    const validate = `alter table ${qualify(table)} validate constraint ${quote(name)}`
    return statement(
      ifThere === undefined
        ? validate
        : `do ${dollarQuoted(` begin
if exists (select from pg_constraint where conrelid = ${literal(qualify(table))}::regclass and conname = ${literal(name)}) then
  ${validate};
end if; end `)}`,
      both('share_update_exclusive', 'row_share', table, constraint),
      { work: 'scan', timeout: 'validate' },
    )
  },

  addConstraintOnly: (table, constraint) =>
    statement(
      `alter table only ${qualify(table)} add ${constraintDefinition(constraint)}`,
      lock('access_exclusive', table),
    ),

  dropConstraint: (table, constraint, ifThere) => ({
    ...alterTable(
      table,
      `drop constraint ${ifThere === undefined ? '' : 'if exists '}${quote(constraint.definition.name)}`,
    ),
    locks: both('access_exclusive', 'access_exclusive', table, constraint),
  }),

  /** Only foreign keys have it, and only for this: everything else about a constraint is fixed. */
  setDeferrable: (table, { name, deferrable }) =>
    alterTable(
      table,
      `alter constraint ${quote(name)}${deferrable === 'no' ? ' not deferrable' : deferral(deferrable)}`,
    ),

  /** Renames the index behind the constraint as well. */
  renameConstraint: (table, from, to) => alterTable(table, `rename constraint ${quote(from)} to ${quote(to)}`),
}

function workOfAdding(constraint: Constraint): Work {
  switch (constraint.kind) {
    case 'primary_key':
    case 'unique':
    case 'exclusion':
      return 'index_build'
    case 'check':
    case 'foreign_key':
      return constraint.definition.validated ? 'scan' : 'catalog'
  }
}

/** A foreign key locks the table it points to as well. */
function both(mode: LockMode, referenced: LockMode, table: ObjectName, constraint: Constraint): Lock[] {
  const target = constraint.kind === 'foreign_key' ? constraint.definition.references.table : table
  return [...lock(mode, table), ...(sameName(target, table) ? [] : lock(referenced, target))]
}
