import { compareText } from '../../../lib/compare.ts'
import type { StorageOptions } from '../../../model/column.ts'
import { quarantineSchema } from '../../../model/name.ts'
import type { Row } from '../../session.ts'

/**
 * Which relations a catalog query reads. `database`: everything but the system's, extensions' and our own objects.
 * `scratch`: the temporary tables of this session, to have expressions spelled by the same queries (DESIGN.md §6).
 */
export type Scope = 'database' | 'scratch'

/** SQL condition on `n` (pg_namespace). */
export function inScope(scope: Scope): string {
  return scope === 'scratch'
    ? 'n.oid = pg_catalog.pg_my_temp_schema()'
    : `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'reconcile', '${quarantineSchema}')`
}

/** What initdb has made has a lower oid (FirstNormalObjectId); no later object gets one, not even after a wraparound. */
const firstOid = 16_384

/**
 * SQL condition: the object is neither part of an extension nor the system's, of which there are thousands: an index leads
 * past them. `public`, which initdb makes, is everybody's.
 */
export function ownedByNobody(catalog: string, oid: string): string {
  const made = catalog === 'pg_namespace' ? '' : `${oid} >= ${firstOid} and `
  return `${made}not exists (
    select from pg_catalog.pg_depend ext
    where ext.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and ext.objid = ${oid} and ext.deptype = 'e')`
}

/** SQL joining `ds` (pg_description): obj_description() costs a query of its own for each row it is called for. */
export function describedBy(catalog: string, oid: string, position = '0'): string {
  return `left join pg_catalog.pg_description ds on ds.objoid = ${oid} and ds.objsubid = ${position}
    and ds.classoid = 'pg_catalog.${catalog}'::pg_catalog.regclass`
}

/**
 * SQL condition on `c` (pg_class): a table that the model has room for, partitioned or not (no row type, nothing that
 * is half detached).
 */
export const modeledTable = `c.relkind in ('r', 'p') and c.reloftype = 0
  and not exists (select from pg_catalog.pg_inherits h where h.inhrelid = c.oid and h.inhdetachpending)`

/** A common table expression `tables` of the materialized views in scope, for what they have in common with tables. */
export function materializedViewsInScope(scope: Scope): string {
  return `tables as materialized (
    select c.oid, n.nspname, c.relname
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where ${inScope(scope)} and c.relkind = 'm' and ${ownedByNobody('pg_class', 'c.oid')})`
}

/** A common table expression `tables` of the tables in scope. */
export function tablesInScope(scope: Scope): string {
  return `tables as materialized (
    select c.oid, n.nspname, c.relname, c.relkind, c.relispartition
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where ${inScope(scope)} and ${modeledTable} and ${ownedByNobody('pg_class', 'c.oid')})`
}

export function text(row: Row, key: string): string {
  return textOrNull(row, key) ?? ''
}

export function textOrNull(row: Row, key: string): string | null {
  const value = row[key]
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export function textList(row: Row, key: string): string[] {
  const value = row[key]
  return Array.isArray(value) ? value.map(String) : []
}

/** `name=value` lists as the catalog keeps them, sorted by name. */
export function optionsOf(list: readonly string[], prefix = ''): StorageOptions {
  const pairs = list.map((option) => {
    const at = option.indexOf('=')
    return [prefix + option.slice(0, at), option.slice(at + 1)] as const
  })
  return Object.fromEntries(pairs.sort(([a], [b]) => compareText(a, b)))
}

/** Rows by the table they belong to (`table_oid`). */
export function byTable<T>(rows: readonly Row[], read: (row: Row) => T): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const oid = text(row, 'table_oid')
    const group = groups.get(oid)
    if (group === undefined) groups.set(oid, [read(row)])
    else group.push(read(row))
  }
  return groups
}
