import { bug } from '../../../lib/errors.ts'
import { type Column, isIdentity, type StorageOptions } from '../../../model/column.ts'
import type {
  Check,
  Constraint,
  Deferrable,
  Exclusion,
  ForeignKey,
  PrimaryKey,
  ReferentialAction,
  Unique,
} from '../../../model/constraint.ts'
import type { ObjectName } from '../../../model/name.ts'
import type { Table } from '../../../model/table.ts'
import type { IndexKey, TableIndex } from '../../../model/table-index.ts'
import { optionList } from './options.ts'
import { identityClause, isPlainSerial, sequences, serials } from './sequences.ts'
import { collate, qualify, quote, quoteList } from './quote.ts'

/** A column as CREATE TABLE and ADD COLUMN write it. STORED or VIRTUAL is always said: the default differs (0.6). */
export function columnDefinition(table: ObjectName, column: Column): string {
  const { generated, identity } = column
  const collation = collate(column.collation)
  if (isPlainSerial(table, column)) return `${quote(column.name)} ${serials[column.type] ?? ''}${collation}`
  return [
    `${quote(column.name)} ${column.type}${collation}`,
    generated === null
      ? ''
      : `generated always as (${generated.expression}) ${generated.stored ? 'stored' : 'virtual'}`,
    column.default === null ? '' : `default ${defaultExpression(column.default)}`,
    identity === 'serial' ? `default ${sequences.next(table, column)}` : '',
    isIdentity(column) ? identityClause(table, column) : '',
    // An identity column is NOT NULL by itself.
    column.nullable || (isIdentity(column) && column.notNull === undefined)
      ? ''
      : `${notNullOf(column)}${inheritance(column)}`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** `constraint … not null`; the constraint's name, when it has one of its own (PostgreSQL 18). */
export function notNullOf({ notNull }: Column): string {
  return notNull?.name === undefined ? 'not null' : `constraint ${quote(notNull.name)} not null`
}

export function inheritance({ notNull }: Column): string {
  return notNull?.noInherit === true ? ' no inherit' : ''
}

/**
 * The grammar of a default in CREATE TABLE is narrower than an expression's (`default a = b` is no syntax), so anything
 * but plain words, numbers, strings, calls and casts is put into parentheses.
 */
function defaultExpression(expression: string): string {
  return /^[\w.:'" \-+,()]*$/.test(expression) &&
    !/\s(is|in|and|or|not|between|like|ilike|at|similar|collate)\s/i.test(` ${expression} `)
    ? expression
    : `(${expression})`
}

const actions: Readonly<Record<ReferentialAction, string>> = {
  no_action: 'no action',
  restrict: 'restrict',
  cascade: 'cascade',
  set_null: 'set null',
  set_default: 'set default',
}

/** The constraints that come with CREATE TABLE: foreign keys would lock the tables they point to. */
export function ownConstraints(table: Table): Constraint[] {
  return [
    ...(table.primaryKey === null ? [] : [{ kind: 'primary_key' as const, definition: table.primaryKey }]),
    ...table.uniques.map((definition) => ({ kind: 'unique' as const, definition })),
    ...table.checks.map((definition) => ({ kind: 'check' as const, definition })),
    ...table.exclusions.map((definition) => ({ kind: 'exclusion' as const, definition })),
  ]
}

/** A constraint as CREATE TABLE and ADD CONSTRAINT write it, name included. */
export function constraintDefinition(constraint: Constraint): string {
  return `constraint ${quote(constraint.definition.name)} ${body(constraint)}`
}

function body(constraint: Constraint): string {
  switch (constraint.kind) {
    case 'primary_key':
      return `primary key ${keyBody(constraint.definition)}${deferral(constraint.definition.deferrable)}`
    case 'unique': {
      const { nullsNotDistinct, deferrable } = constraint.definition
      return `unique ${nullsNotDistinct ? 'nulls not distinct ' : ''}${keyBody(constraint.definition)}${deferral(deferrable)}`
    }
    case 'check': {
      const { expression, noInherit } = constraint.definition
      return `check (${expression})${noInherit === true ? ' no inherit' : ''}${proof(constraint.definition)}`
    }
    case 'foreign_key':
      return foreignKeyBody(constraint.definition)
    case 'exclusion':
      return exclusionDefinition(constraint.definition)
  }
}

/** What follows `constraint <name>`. */
export function exclusionDefinition({ method, elements, include = [], options, where, deferrable }: Exclusion): string {
  return [
    `exclude using ${quote(method)} (${elements.map((element) => `${indexKey(element)} with ${element.operator}`).join(', ')})`,
    include.length === 0 ? '' : ` include (${quoteList(include)})`,
    withOptions(options),
    where === null ? '' : ` where (${where})`,
    deferral(deferrable),
  ].join('')
}

function keyBody({ columns, include = [], withoutOverlaps, options }: PrimaryKey | Unique): string {
  const list = `(${quoteList(columns)}${withoutOverlaps === true ? ' without overlaps' : ''})`
  return `${list}${include.length === 0 ? '' : ` include (${quoteList(include)})`}${withOptions(options)}`
}

function foreignKeyBody(key: ForeignKey): string {
  const { references, onDelete, onDeleteColumns = [], onUpdate } = key
  const list = (columns: readonly string[]): string =>
    key.period === true
      ? `(${[...columns.slice(0, -1).map(quote), `period ${quoteList(columns.slice(-1))}`].join(', ')})`
      : `(${quoteList(columns)})`
  return [
    `foreign key ${list(key.columns)} references ${qualify(references.table)} ${list(references.columns)}`,
    key.match === 'full' ? ' match full' : '',
    onDelete === 'no_action' ? '' : ` on delete ${actions[onDelete]}`,
    onDeleteColumns.length === 0 ? '' : ` (${quoteList(onDeleteColumns)})`,
    onUpdate === 'no_action' ? '' : ` on update ${actions[onUpdate]}`,
    deferral(key.deferrable),
    proof(key),
  ].join('')
}

function proof({ validated, enforced }: Check | ForeignKey): string {
  if (enforced === false) return ' not enforced'
  return validated ? '' : ' not valid'
}

/** How a constraint that takes over an index may still be deferred. */
export function deferral(deferrable: Deferrable = 'no'): string {
  switch (deferrable) {
    case 'no':
      return ''
    case 'initially_immediate':
      return ' deferrable'
    case 'initially_deferred':
      return ' deferrable initially deferred'
  }
}

/** What follows `create index <name> on <table>`. */
export function indexDefinition(index: TableIndex): string {
  if (index.keys.length === 0) throw bug(`index ${index.name} has no key`)
  return [
    `using ${quote(index.method)} (${index.keys.map(indexKey).join(', ')})`,
    index.include.length === 0 ? '' : ` include (${quoteList(index.include)})`,
    index.nullsNotDistinct ? ' nulls not distinct' : '',
    withOptions(index.options),
    index.where === null ? '' : ` where ${index.where}`,
  ].join('')
}

function withOptions(options: StorageOptions = {}): string {
  return Object.keys(options).length === 0 ? '' : ` with (${optionList(options)})`
}

function indexKey(key: IndexKey): string {
  const on = 'column' in key.on ? quote(key.on.column) : `(${key.on.expression})`
  const usualNulls = key.order === 'asc' ? 'last' : 'first'
  return [
    `${on}${collate(key.collation)}`,
    key.opclass ?? '',
    key.order === 'desc' ? 'desc' : '',
    key.nulls === usualNulls ? '' : `nulls ${key.nulls}`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}
