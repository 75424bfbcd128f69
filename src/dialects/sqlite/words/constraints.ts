import { bug } from '../../../lib/errors.ts'
import type { Constraint, ForeignKey, ReferentialAction } from '../../../model/constraint.ts'
import type { ObjectName } from '../../../model/name.ts'
import type { Statement } from '../../../model/statement.ts'
import { spell } from '../ddl/spelling.ts'
import { qualify, quote, quoteAll } from './quote.ts'
import { statement } from './statement.ts'

export function constraintText(constraint: Constraint): string {
  const name = `constraint ${quote(constraint.definition.name)}`
  switch (constraint.kind) {
    case 'primary_key':
      return `${name} primary key (${quoteAll(constraint.definition.columns)})`
    case 'unique':
      return `${name} unique (${quoteAll(constraint.definition.columns)})`
    case 'check':
      return `${name} check (${spell(constraint.definition.expression)})`
    case 'foreign_key':
      return `${name} ${foreignKeyText(constraint.definition)}`
    case 'exclusion':
      throw bug(`SQLite has no exclusions, such as ${constraint.definition.name}`)
  }
}

const actionText: Readonly<Record<ReferentialAction, string>> = {
  no_action: '',
  restrict: 'restrict',
  cascade: 'cascade',
  set_null: 'set null',
  set_default: 'set default',
}

function foreignKeyText(key: ForeignKey): string {
  const there = key.references.columns.length === 0 ? '' : ` (${quoteAll(key.references.columns)})`
  return [
    `foreign key (${quoteAll(key.columns)}) references ${qualify(key.references.table)}${there}`,
    key.onDelete === 'no_action' ? '' : `on delete ${actionText[key.onDelete]}`,
    key.onUpdate === 'no_action' ? '' : `on update ${actionText[key.onUpdate]}`,
    key.deferrable === 'initially_deferred' ? 'deferrable initially deferred' : '',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** SQLite 3.53 and later, checks only; before 3.54 it refuses rows for which the check is NULL (2A). */
export function addConstraint(table: ObjectName, constraint: Constraint): Statement {
  if (constraint.kind !== 'check') throw noForm(constraint, table)
  return statement(`alter table ${qualify(table)} add ${constraintText(constraint)}`, table, 'scan')
}

/** SQLite 3.53 and later for checks, 3.54 and later for foreign keys; only for those with a name in the text. */
export function dropConstraint(table: ObjectName, constraint: Constraint): Statement {
  if (constraint.kind !== 'check' && constraint.kind !== 'foreign_key') throw noForm(constraint, table)
  return statement(
    `alter table ${qualify(table)} drop constraint ${quote(constraint.definition.name)}`,
    table,
    'catalog',
  )
}

function noForm(constraint: Constraint, table: ObjectName): Error {
  return bug(`SQLite cannot alter ${constraint.kind} ${constraint.definition.name} of ${table.name} without a rebuild`)
}
