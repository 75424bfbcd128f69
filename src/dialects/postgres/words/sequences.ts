import { type Column, isIdentity } from '../../../model/column.ts'
import type { ObjectName } from '../../../model/name.ts'
import {
  isDescending,
  type OwnedSequence,
  type SequenceOptions,
  sequenceOptions,
  sequenceType,
} from '../../../model/sequence-options.ts'
import type { Statement } from '../../../model/statement.ts'
import type { Table } from '../../../model/table.ts'
import type { SequenceWords } from '../../sequence-words.ts'
import { literal, qualify, quote } from './quote.ts'
import { lock, statement } from './statement.ts'
import { outOfBounds, startMoved } from './unused-sequence.ts'

/** Sequences that columns own. They stand in the schema of their table. */
export const sequences: SequenceWords = {
  create: (table, column) => [
    statement(createSequence(table, sequenceOf(table, column)), []),
    ownedBy(table, column),
    ...(column.sequence?.comment === undefined ? [] : [comment(table, column.sequence)]),
  ],

  own: ({ name, columns }) =>
    columns.filter((column) => needsSequence(name, column)).map((column) => ownedBy(name, column)),

  drop: (name) => statement(`drop sequence if exists ${qualify(name)}`, lock('access_exclusive', name)),

  rename: (table, from, to) =>
    statement(
      `alter sequence ${sequenceName(table, from)} rename to ${quote(to)}`,
      lock('access_exclusive', { schema: table.schema, name: from }),
    ),

  /** Everything is said, since bounds do not follow the direction by themselves. */
  alter({ schema }, before, { name, ...options }) {
    const sequence = { schema, name }
    const { first, last } = startMoved(sequence, before, options)
    return [
      ...first,
      statement(`alter sequence ${qualify(sequence)} ${optionClauses(options)}`, lock('share_row_exclusive', sequence)),
      ...last,
    ]
  },

  comment,

  outside: (table, { name, ...before }, { min, max, start }) => ({
    sql: outOfBounds({ schema: table.schema, name }, before, { min, max, start }),
    expect: 'no_rows',
    failure: `the sequence ${name} has reached a number that is not between ${min} and ${max}`,
    help: `choose other bounds, or restart it first: alter sequence ${sequenceName(table, name)} restart with …`,
  }),

  setOwner: (table, sequence, column) =>
    statement(
      `alter sequence ${sequenceName(table, sequence)} owned by ${column === null ? 'none' : `${qualify(table)}.${quote(column)}`}`,
      lock('share_row_exclusive', { schema: table.schema, name: sequence }),
    ),

  next: (table, column) => `nextval(${literal(sequenceName(table, sequenceOf(table, column).name))}::regclass)`,

  carryOn: (to, from) =>
    statement(`select setval(${literal(qualify(to))}::regclass, last_value, is_called) from ${qualify(from)}`, []),

  /** A sequence that nobody has asked stands one step before its first number. */
  advance(table, column, sequence, from, highest) {
    const { start, increment } = sequenceOf(table, column)
    const down = isDescending(increment)
    const reached = from.map(
      (name) =>
        `(select case when is_called then last_value else last_value - 1 end from ${sequenceName(table, name)})`,
    )
    const edge =
      highest === 'stands' ? [] : [`(select ${down ? 'min' : 'max'}(${quote(column.name)}) from ${qualify(table)})`]
    return statement(
      `select setval(${literal(sequenceName(table, sequence))}::regclass, reached)
from (select ${down ? 'least' : 'greatest'}(${[...edge, ...reached].join(', ')}) as reached) as counted
where reached ${down ? '<=' : '>='} ${start}`,
      lock('access_share', table),
      highest === 'rows' ? { work: 'scan' } : {},
    )
  },
}

function comment(table: ObjectName, { name, comment: text }: OwnedSequence): Statement {
  return statement(
    `comment on sequence ${sequenceName(table, name)} is ${text === undefined ? 'null' : literal(text)}`,
    lock('share_update_exclusive', { schema: table.schema, name }),
  )
}

function ownedBy(table: ObjectName, column: Column): Statement {
  const { name } = sequenceOf(table, column)
  return statement(
    `alter sequence ${sequenceName(table, name)} owned by ${qualify(table)}.${quote(column.name)}`,
    lock('share_row_exclusive', { schema: table.schema, name }),
  )
}

/** `generated always as identity (start with 100)`, with what is not the default. */
export function identityClause(table: ObjectName, column: Column): string {
  const sequence = sequenceOf(table, column)
  const usual = sequenceOptions(sequence.type)
  const said = [
    sequence.name === defaultName(table, column.name) ? '' : `sequence name ${sequenceName(table, sequence.name)}`,
    isUsual(sequence) ? '' : optionClauses(sequence, usual),
  ].filter((part) => part !== '')
  const kind = column.identity === 'always' ? 'always' : 'by default'
  return `generated ${kind} as identity${said.length === 0 ? '' : ` (${said.join(' ')})`}`
}

/** True when `serial` says it all. */
export function isPlainSerial(table: ObjectName, column: Column): boolean {
  const { identity, nullable, notNull, sequence, type } = column
  return (
    identity === 'serial' &&
    !nullable &&
    notNull === undefined &&
    type in serials &&
    (sequence === null ||
      (sequence.type === type && sequence.name === defaultName(table, column.name) && isUsual(sequence)))
  )
}

/** True when the column's sequence has to be created by a statement of its own, before the column. */
function needsSequence(table: ObjectName, column: Column): boolean {
  const brings = isIdentity(column) || isPlainSerial(table, column)
  return column.sequence !== null && !brings
}

export const serials: Readonly<Record<string, string>> = {
  smallint: 'smallserial',
  integer: 'serial',
  bigint: 'bigserial',
}

/** What a default speaks of has to be there before the table. `serial` and identity bring theirs along. */
export function sequencesFirst({ name, columns }: Table): string {
  return columns
    .flatMap((column) => (column.sequence !== null && needsSequence(name, column) ? [column.sequence] : []))
    .map((sequence) => `${createSequence(name, sequence)};\n`)
    .join('')
}

function createSequence(table: ObjectName, { name, ...options }: OwnedSequence): string {
  return `create sequence ${sequenceName(table, name)} as ${options.type} ${optionClauses(options, null, false)}`
}

/** As the server names it when nobody does, but for what it does about names that are taken. */
function defaultName({ name }: ObjectName, column: string): string {
  return `${name}_${column}_seq`
}

function sequenceOf(table: ObjectName, column: Column): OwnedSequence {
  return (
    column.sequence ?? {
      name: defaultName(table, column.name),
      ...sequenceOptions(sequenceType(column.type)),
    }
  )
}

function sequenceName({ schema }: ObjectName, name: string): string {
  return qualify({ schema, name })
}

function isUsual(options: SequenceOptions): boolean {
  return optionClauses(options, sequenceOptions(options.type)) === ''
}

/** All clauses, or those that differ from `usual`. */
function optionClauses(
  options: SequenceOptions,
  usual: SequenceOptions | null = null,
  withType = usual === null,
): string {
  const clauses: readonly [keyof SequenceOptions, string][] = [
    ['increment', `increment by ${options.increment}`],
    ['min', `minvalue ${options.min}`],
    ['max', `maxvalue ${options.max}`],
    ['start', `start with ${options.start}`],
    ['cache', `cache ${options.cache}`],
    ['cycle', options.cycle ? 'cycle' : 'no cycle'],
  ]
  return [
    ...(withType ? [`as ${options.type}`] : []),
    ...clauses.filter(([key]) => usual === null || options[key] !== usual[key]).map(([, clause]) => clause),
  ].join(' ')
}
