import { fingerprint } from '../../../lib/fingerprint.ts'
import type { ObjectName } from '../../../model/name.ts'
import type { Statement } from '../../../model/statement.ts'
import type { Table } from '../../../model/table.ts'
import type { Words } from '../../words.ts'
import { partitions } from './partitions.ts'
import { dollarQuoted, literal, qualify, quote } from './quote.ts'
import { sequences } from './sequences.ts'
import { alterTable, lock, statement } from './statement.ts'

/**
 * R17. Everything that shares a schema's name space gets a name of its own first, so nothing can clash on the way or
 * with an earlier table of that name; the names in the old schema are free afterwards. Partitions go along, and stay
 * attached.
 */
export const quarantine: Pick<Words, 'quarantineTable' | 'restoreTable'> = {
  quarantineTable: (table, keptAs, _attached, along) => [
    statement(`create schema if not exists ${quote(keptAs.schema)}`, []),
    ...aside(table, keptAs),
    ...along.flatMap((partition) => aside(partition.table, partition.keptAs)),
  ],

  restoreTable: (table, keptAs, _attached, along) => [
    ...back(table, keptAs),
    ...along.flatMap((partition) => back(partition.table, partition.keptAs)),
  ],
}

function aside(table: Table, keptAs: ObjectName): Statement[] {
  return [
    // Its rows would still be read through what it inherits from.
    ...table.inherits.map((parent) => partitions.stopInheriting(table.name, parent)),
    ...asideNames(table, keptAs).map(([name, other]) => renameIndex(table.name.schema, name, other)),
    ...sequenceNames(table, keptAs).map(([name, other]) => sequences.rename(table.name, name, other)),
    ...(table.partitionOf === null ? [] : [attachedIndexesAside(table, keptAs)]),
    alterTable(table.name, `rename to ${quote(keptAs.name)}`),
    ...move({ schema: table.name.schema, name: keptAs.name }, keptAs.schema),
  ]
}

function back(table: Table, keptAs: ObjectName): Statement[] {
  return [
    ...move(keptAs, table.name.schema),
    alterTable({ schema: table.name.schema, name: keptAs.name }, `rename to ${quote(table.name.name)}`),
    ...(table.partitionOf === null ? [] : [attachedIndexesBack(table, keptAs)]),
    ...sequenceNames(table, keptAs).map(([name, other]) => sequences.rename(table.name, other, name)),
    ...asideNames(table, keptAs).map(([name, other]) => renameIndex(table.name.schema, other, name)),
    ...table.inherits.map((parent) => partitions.inherit(table.name, parent)),
  ]
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
 * The parts that a partition has of the indexes of its table have names that the model does not know. They are only
 * touched when they would clash.
 */
function attachedIndexesAside(table: Table, keptAs: ObjectName): Statement {
  return eachIndex(
    table,
    `to_regclass(${literal(quote(keptAs.schema))} || '.' || quote_ident(name)) is not null`,
    `left(${literal(`${prefix(keptAs)}x_`)} || name, 63)`,
  )
}

function attachedIndexesBack(table: Table, keptAs: ObjectName): Statement {
  const mark = `${prefix(keptAs)}x_`
  return eachIndex(table, `starts_with(name, ${literal(mark)})`, `substr(name, ${mark.length + 1})`)
}

function eachIndex(table: Table, condition: string, to: string): Statement {
  return statement(
    `do ${dollarQuoted(` declare name text; begin
for name in select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = ${literal(qualify(table.name))}::regclass loop
  if ${condition} then execute format('alter index %I.%I rename to %I', ${literal(table.name.schema)}, name, ${to}); end if;
end loop; end `)}`,
    [],
  )
}

/** Owned sequences, with the names they have while the table is in quarantine. */
function sequenceNames(table: Table, keptAs: ObjectName): [name: string, aside: string][] {
  const names = table.columns.flatMap(({ sequence }) => (sequence === null ? [] : [sequence.name]))
  return names.map((name, position) => [name, `${prefix(keptAs)}_s${position + 1}`])
}

function prefix(keptAs: ObjectName): string {
  return `_rq_${fingerprint(keptAs).slice(0, 12)}`
}
