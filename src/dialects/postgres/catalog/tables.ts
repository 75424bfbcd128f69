import type { ObjectName } from '../../../model/name.ts'
import type { Row, Session } from '../../session.ts'
import { type Scope, tablesInScope, text, textOrNull } from './scope.ts'

export interface TableRow {
  readonly oid: string
  readonly name: ObjectName
  readonly comment: string | null
}

/** Ordinary tables; `quarantined` ones are told apart by `introspect`. */
export async function readTables(session: Session, scope: Scope): Promise<TableRow[]> {
  const rows = await session.query(
    `with ${tablesInScope(scope)}
     select oid::text, nspname as schema, relname as name, pg_catalog.obj_description(oid, 'pg_class') as comment
     from tables`,
  )
  return rows.map(tableRow)
}

/** Names in our quarantine schema: tables put aside, and archives of backfills. */
export async function readQuarantine(session: Session, schema: string): Promise<ObjectName[]> {
  const rows = await session.query(
    `select n.nspname as schema, c.relname as name
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind in ('r', 'p')`,
    [schema],
  )
  return rows.map((row) => ({ schema: text(row, 'schema'), name: text(row, 'name') }))
}

function tableRow(row: Row): TableRow {
  return {
    oid: text(row, 'oid'),
    name: { schema: text(row, 'schema'), name: text(row, 'name') },
    comment: textOrNull(row, 'comment'),
  }
}
