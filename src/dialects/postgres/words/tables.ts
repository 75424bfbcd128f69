import { bug } from '../../../lib/errors.ts'
import { fingerprint } from '../../../lib/fingerprint.ts'
import type { Column } from '../../../model/column.ts'
import type { Constraint } from '../../../model/constraint.ts'
import { type ObjectName, quarantineSchema } from '../../../model/name.ts'
import type { LockMode, Statement } from '../../../model/statement.ts'
import type { Table } from '../../../model/table.ts'
import type { Words } from '../../words.ts'
import { columnDefinition, constraintDefinition } from './definitions.ts'
import { optionList } from './options.ts'
import { literal, qualify, quote, quoteList } from './quote.ts'
import { alterTable, lock, statement } from './statement.ts'

type TableWords = Pick<
  Words,
  | 'createTable'
  | 'dropTable'
  | 'renameTable'
  | 'quarantineTable'
  | 'restoreTable'
  | 'rebuildTable'
  | 'analyze'
  | 'lockTables'
>

export const tables: TableWords = {
  /** Without foreign keys, which would lock the tables they point to until commit (1E): `lower` has split them off. */
  createTable(table) {
    const lines = [...table.columns.map(columnDefinition), ...ownConstraints(table).map(constraintDefinition)]
    const body = lines.length === 0 ? '()' : `(\n  ${lines.join(',\n  ')}\n)`
    const { unlogged, accessMethod, options } = table.physical
    const kept = [
      accessMethod === null ? '' : ` using ${quote(accessMethod)}`,
      Object.keys(options).length === 0 ? '' : ` with (${optionList(options)})`,
    ].join('')
    const create = `create ${unlogged ? 'unlogged ' : ''}table ${qualify(table.name)} ${body}${kept}`
    return statement(`${schemaFor(table.name)}${create}`, [])
  },

  dropTable: (name) => statement(`drop table ${qualify(name)}`, lock('access_exclusive', name)),

  renameTable: (from, to) => alterTable(from, `rename to ${quote(to.name)}`),

  /**
   * R17. Everything that shares a schema's name space gets a name of its own first, so nothing can clash on the way or
   * with an earlier table of that name; the names in the old schema are free afterwards.
   */
  quarantineTable(table, keptAs) {
    return [
      statement(`create schema if not exists ${quote(keptAs.schema)}`, []),
      ...asideNames(table, keptAs).map(([name, aside]) => renameIndex(table.name.schema, name, aside)),
      ...sequencesAside(table, keptAs),
      alterTable(table.name, `rename to ${quote(keptAs.name)}`),
      ...move({ schema: table.name.schema, name: keptAs.name }, keptAs.schema),
    ]
  },

  restoreTable(table, keptAs) {
    return [
      ...move(keptAs, table.name.schema),
      alterTable({ schema: table.name.schema, name: keptAs.name }, `rename to ${quote(table.name.name)}`),
      ...sequencesBack(table, keptAs),
      ...asideNames(table, keptAs).map(([name, aside]) => renameIndex(table.name.schema, aside, name)),
    ]
  },

  rebuildTable: () => {
    throw bug('PostgreSQL changes tables in place: no plan may rebuild one')
  },

  /** Reads a sample of bounded size, whatever the table's. */
  analyze: (table, columns) =>
    statement(
      `analyze ${qualify(table)}${columns.length === 0 ? '' : ` (${quoteList(columns)})`}`,
      lock('share_update_exclusive', table),
      { timeout: 'validate' },
    ),

  lockTables: (names, mode) =>
    statement(`lock table ${names.map(qualify).join(', ')} in ${lockWords(mode)} mode`, lock(mode, ...names)),
}

function ownConstraints(table: Table): Constraint[] {
  return [
    ...(table.primaryKey === null ? [] : [{ kind: 'primary_key' as const, definition: table.primaryKey }]),
    ...table.uniques.map((definition) => ({ kind: 'unique' as const, definition })),
    ...table.checks.map((definition) => ({ kind: 'check' as const, definition })),
    ...table.exclusions.map((definition) => ({ kind: 'exclusion' as const, definition })),
  ]
}

/**
 * Makes the schema of a new object when it is missing. CREATE SCHEMA IF NOT EXISTS would demand the CREATE privilege on
 * the database even when there is nothing to create.
 */
export function schemaFor({ schema }: ObjectName): string {
  if (schema === 'public') return ''
  return `do $$ begin if to_regnamespace(${literal(quote(schema))}) is null then create schema ${quote(schema)}; end if; end $$;\n`
}

/** Indexes of a table, those of its keys too, with the names they have while it is in quarantine. */
function asideNames(table: Table, keptAs: ObjectName): [name: string, aside: string][] {
  const names = [
    ...(table.primaryKey === null ? [] : [table.primaryKey.name]),
    ...table.uniques.map(({ name }) => name),
    ...table.exclusions.map(({ name }) => name),
    ...table.indexes.map(({ name }) => name),
  ]
  return names.map((name, position) => [name, `${prefix(keptAs)}_${position + 1}`])
}

function renameIndex(schema: string, from: string, to: string): Statement {
  const index = { schema, name: from }
  return statement(`alter index ${qualify(index)} rename to ${quote(to)}`, lock('share_update_exclusive', index))
}

/** A table's own indexes and sequences move with it. */
function move(table: ObjectName, schema: string): Statement[] {
  return table.schema === schema ? [] : [alterTable(table, `set schema ${quote(schema)}`)]
}

/**
 * Sequences of identity and serial columns are not part of the model, so their names are only touched when they would
 * clash, and then given back as the server would choose them.
 */
function sequencesAside(table: Table, keptAs: ObjectName): Statement[] {
  return countedColumns(table).map(({ name }, position) =>
    renameSequence(
      `pg_get_serial_sequence(${literal(qualify(table.name))}, ${literal(name)})`,
      `to_regclass(${literal(quote(quarantineSchema))} || '.' || quote_ident(name)) is not null`,
      `${prefix(keptAs)}_s${position + 1}`,
    ),
  )
}

function sequencesBack(table: Table, keptAs: ObjectName): Statement[] {
  return countedColumns(table).map(({ name }, position) =>
    renameSequence(
      `pg_get_serial_sequence(${literal(qualify(table.name))}, ${literal(name)})`,
      `name = ${literal(`${prefix(keptAs)}_s${position + 1}`)}`,
      cutAt63(`${table.name.name}_${name}_seq`),
    ),
  )
}

function renameSequence(sequence: string, condition: string, to: string): Statement {
  return statement(
    `do $$ declare sequence regclass := ${sequence}; name text := (select relname from pg_class where oid = sequence);
begin if sequence is not null and ${condition} then execute format('alter sequence %s rename to %I', sequence, ${literal(to)}); end if; end $$`,
    [],
  )
}

function countedColumns(table: Table): readonly Column[] {
  return table.columns.filter((column) => column.identity !== null || column.default?.startsWith('nextval(') === true)
}

function prefix(keptAs: ObjectName): string {
  return `_rq_${fingerprint(keptAs).slice(0, 12)}`
}

function cutAt63(name: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(name).subarray(0, 63)).replace(/\ufffd+$/, '')
}

function lockWords(mode: LockMode): string {
  if (mode === 'write') throw bug('`write` is no lock mode of PostgreSQL')
  return mode.replaceAll('_', ' ')
}
