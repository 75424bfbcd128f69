import { compareText } from '../../../lib/compare.ts'
import { type Column, usualColumn } from '../../../model/column.ts'
import type { Check, ForeignKey, PrimaryKey, Unique } from '../../../model/constraint.ts'
import type { ObjectName } from '../../../model/name.ts'
import { type Table, usualTable } from '../../../model/table.ts'
import type { TableIndex } from '../../../model/table-index.ts'
import type { ParsedColumn, ParsedConstraint, ParsedTable } from '../ddl/create-table.ts'
import { spellTokens } from '../ddl/spelling.ts'
import { fold, type Token } from '../ddl/tokens.ts'
import { constraintNamer, nameResolver } from './names.ts'

type Parsed<K extends ParsedConstraint['kind']> = Extract<ParsedConstraint, { readonly kind: K }>

/** A table as its text declares it. `parents` finds the table a foreign key names, for its case and its primary key. */
export function tableFrom(
  parsed: ParsedTable,
  indexes: readonly TableIndex[],
  parents: (name: string) => ParsedTable | undefined,
): Table {
  const { name: table } = parsed
  const resolve = nameResolver(parsed.columns.map(({ name }) => name))
  const nameFor = constraintNamer(parsed.constraints.flatMap(({ name }) => name ?? []))
  const of = <K extends ParsedConstraint['kind']>(kind: K): Parsed<K>[] =>
    parsed.constraints.filter((constraint): constraint is Parsed<K> => constraint.kind === kind)
  const key = of('primary_key')[0]
  const primaryKey: PrimaryKey | null =
    key === undefined ? null : { name: key.name ?? nameFor([table], 'pkey'), columns: key.columns.map(resolve) }
  const uniques = of('unique').map(({ name, columns }): Unique => {
    const resolved = columns.map(resolve)
    return {
      name: name ?? nameFor([table, ...resolved], 'key'),
      columns: resolved,
      nullsNotDistinct: false,
      deferrable: 'no',
    }
  })
  const checks = of('check').map(({ name, owner, expression }): Check => {
    const column = owner ?? onlyColumn(expression, parsed.columns)
    return {
      name: name ?? nameFor(column === null ? [table] : [table, column], 'check'),
      expression: spellTokens(expression),
      validated: true,
    }
  })
  const foreignKeys = of('foreign_key').map(({ name, columns, references }): ForeignKey => {
    const parent = parents(references.table)
    const resolveThere = nameResolver(parent?.columns.map((column) => column.name) ?? [])
    const there = references.columns.length > 0 ? references.columns : primaryKeyOf(parent)
    const resolved = columns.map(resolve)
    return {
      name: name ?? nameFor([table, ...resolved], 'fkey'),
      columns: resolved,
      references: { table: inMain(parent?.name ?? references.table), columns: there.map(resolveThere) },
      onDelete: references.onDelete,
      onUpdate: references.onUpdate,
      deferrable: references.deferrable,
      validated: true,
    }
  })
  return {
    name: inMain(table),
    comment: null,
    columns: parsed.columns.map((column) => columnFrom(column, parsed, key, primaryKey)),
    primaryKey,
    uniques: uniques.sort(byName),
    checks: checks.sort(byName),
    exclusions: [],
    foreignKeys: foreignKeys.sort(byName),
    indexes: [...indexes].sort(byName),
    partitionBy: null,
    partitionOf: null,
    inherits: [],
    strict: parsed.strict,
    withoutRowid: parsed.withoutRowid,
    physical: usualTable,
  }
}

export function inMain(name: string): ObjectName {
  return { schema: 'main', name }
}

function columnFrom(
  column: ParsedColumn,
  table: ParsedTable,
  key: Parsed<'primary_key'> | undefined,
  primaryKey: PrimaryKey | null,
): Column {
  const inKey = primaryKey?.columns.includes(column.name) ?? false
  const alone = inKey && primaryKey?.columns.length === 1
  // lang_createtable.html §5: this one column is the rowid itself, so it is never NULL, whatever is declared.
  const isRowid = alone && !table.withoutRowid && column.type === 'integer' && key?.descending === false
  // Elsewhere a primary key column may hold NULL, except in WITHOUT ROWID and STRICT tables (rule 173).
  const required = column.notNull || isRowid || (inKey && (table.withoutRowid || table.strict))
  return {
    name: column.name,
    type: column.type,
    nullable: !required,
    default: column.default,
    identity: alone && key?.autoincrement === true ? 'by_default' : null,
    sequence: null,
    generated: column.generated,
    collation: column.collation === 'binary' ? null : column.collation,
    comment: null,
    physical: usualColumn,
  }
}

/** The column a check speaks of, when it speaks of one only: PostgreSQL names it after that one. */
function onlyColumn(expression: readonly Token[], columns: readonly ParsedColumn[]): string | null {
  const byFolded = new Map(columns.map(({ name }) => [fold(name), name]))
  const named = expression
    .filter(({ kind }) => kind === 'word' || kind === 'quoted')
    .flatMap(({ value }) => byFolded.get(fold(value)) ?? [])
  return new Set(named).size === 1 ? (named[0] ?? null) : null
}

function primaryKeyOf(table: ParsedTable | undefined): readonly string[] {
  const key = table?.constraints.find(({ kind }) => kind === 'primary_key')
  return key?.kind === 'primary_key' ? key.columns : []
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return compareText(a.name, b.name)
}
