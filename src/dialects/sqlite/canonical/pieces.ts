import { compareText } from '../../../lib/compare.ts'
import type { RejectedExpression } from '../../dialect.ts'
import type { Table } from '../../../model/table.ts'

/** A member of a table that can be left out, tried alone, and put back: how the one that is refused is found. */
export interface Piece {
  readonly kind: RejectedExpression['kind']
  readonly member: string
  readonly add: (table: Table) => Table
}

/** The table as bare columns, and everything else as pieces. */
export function takeApart(table: Table): { readonly bare: Table; readonly pieces: readonly Piece[] } {
  const { primaryKey } = table
  const bare: Table = {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      default: null,
      generated: null,
      collation: null,
      identity: null,
    })),
    // A WITHOUT ROWID table cannot be without its primary key.
    primaryKey: table.withoutRowid ? primaryKey : null,
    uniques: [],
    checks: [],
    foreignKeys: [],
    indexes: [],
    partitionBy: null,
    partitionOf: null,
    inherits: [],
  }
  const pieces: Piece[] = [
    ...table.columns.map(
      (column): Piece => ({
        kind: 'column',
        member: column.name,
        add: (now) => ({
          ...now,
          columns: now.columns.map((member) =>
            member.name === column.name ? { ...column, identity: member.identity } : member,
          ),
        }),
      }),
    ),
    ...(primaryKey === null ? [] : [primaryKeyPiece(table, primaryKey.name)]),
    ...table.uniques.map(
      (unique): Piece => ({
        kind: 'constraint',
        member: unique.name,
        add: (now) => ({ ...now, uniques: sorted([...now.uniques, unique]) }),
      }),
    ),
    ...table.checks.map(
      (check): Piece => ({
        kind: 'constraint',
        member: check.name,
        add: (now) => ({ ...now, checks: sorted([...now.checks, check]) }),
      }),
    ),
    ...table.foreignKeys.map(
      (key): Piece => ({
        kind: 'constraint',
        member: key.name,
        add: (now) => ({ ...now, foreignKeys: sorted([...now.foreignKeys, key]) }),
      }),
    ),
    ...table.indexes.map(
      (index): Piece => ({
        kind: 'index',
        member: index.name,
        add: (now) => ({ ...now, indexes: sorted([...now.indexes, index]) }),
      }),
    ),
  ]
  return { bare, pieces }
}

/** With AUTOINCREMENT, which is nothing without it. */
function primaryKeyPiece(table: Table, name: string): Piece {
  const identities = new Map(table.columns.map((column) => [column.name, column.identity]))
  return {
    kind: 'constraint',
    member: name,
    add: (now) => ({
      ...now,
      primaryKey: table.primaryKey,
      columns: now.columns.map((column) => ({ ...column, identity: identities.get(column.name) ?? null })),
    }),
  }
}

function sorted<T extends { readonly name: string }>(members: readonly T[]): T[] {
  return [...members].sort((a, b) => compareText(a.name, b.name))
}
