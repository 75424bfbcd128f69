import type { Column } from '../../../model/column.ts'
import { nameKey, type ObjectName } from '../../../model/name.ts'
import { type Schema, tableOf } from '../../../model/schema.ts'
import { sequenceOptions, sequenceType } from '../../../model/sequence-options.ts'
import { columnOf, ownedSequences } from '../../../model/table.ts'

/**
 * `default: nextval('orders_id_seq')`, written out for a column that owns that sequence, is what `serial` says: the
 * sequence stays the column's. So does one that is yet to come, where nobody else has one of that name.
 */
export function withOwnSequences(desired: Schema, actual: Schema): Schema {
  if (!desired.tables.some(({ columns }) => columns.some(isCounting))) return desired
  const taken = new Set(
    [desired, actual].flatMap(({ tables, objects }) =>
      [...tables.flatMap(ownedSequences), ...objects.filter(({ kind }) => kind === 'sequence')].map(({ name }) =>
        nameKey(name),
      ),
    ),
  )
  // One that is declared by itself is to be nobody's.
  const free = new Set(desired.objects.filter(({ kind }) => kind === 'sequence').map(({ name }) => nameKey(name)))
  return {
    ...desired,
    tables: desired.tables.map((table) => {
      const now = tableOf(actual, table.name)
      return {
        ...table,
        columns: table.columns.map((column) => {
          if (!isCounting(column)) return column
          const there = now === undefined ? undefined : columnOf(now, column.name)
          return there === undefined
            ? newNumbering(column, table.name, taken)
            : ownNumbering(column, there, table.name, free)
        }),
      }
    }),
  }
}

function isCounting({ identity, sequence, default: value }: Column): boolean {
  return identity === null && sequence === null && value !== null && askedSequence(value) !== null
}

function ownNumbering(
  column: Column,
  { identity, sequence }: Column,
  table: ObjectName,
  free: ReadonlySet<string>,
): Column {
  if (sequence === null || identity !== 'serial' || !asks(column, table, sequence.name)) return column
  if (free.has(nameKey({ schema: table.schema, name: sequence.name }))) return column
  return { ...column, identity: 'serial', sequence, default: null }
}

function newNumbering(column: Column, table: ObjectName, taken: ReadonlySet<string>): Column {
  const name = `${table.name}_${column.name}_seq`
  if (!asks(column, table, name) || taken.has(nameKey({ schema: table.schema, name }))) return column
  return {
    ...column,
    identity: 'serial',
    sequence: { name, ...sequenceOptions(sequenceType(column.type)) },
    default: null,
  }
}

function asks(column: Column, { schema }: ObjectName, sequence: string): boolean {
  const asked = askedSequence(column.default ?? '')
  return asked === `${schema}.${sequence}` || (schema === 'public' && asked === sequence)
}

/** The name in `nextval('…')`, without its quotes. */
function askedSequence(expression: string): string | null {
  const call =
    /^\s*\(*\s*(?:pg_catalog\.)?nextval\(\s*'((?:[^']|'')*)'(?:\s*::\s*(?:pg_catalog\.)?\w+)*\s*\)\s*\)*\s*$/i
  return call.exec(expression)?.[1]?.replaceAll("''", "'").replaceAll('"', '') ?? null
}
