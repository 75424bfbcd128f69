import type { Session } from '../../src/dialects/session.ts'
import { type LockMode, tableLockModes } from '../../src/model/statement.ts'

/** A table, index, view or sequence as the catalogue shows it to one session, in the midst of its transaction. */
export interface Relation {
  readonly schema: string
  readonly name: string
  /** pg_class.relkind, such as `r` for a table and `i` for an index. */
  readonly kind: string
  /** Where its rows are: another one after a rewrite. */
  readonly file: string
  /** For an index, or the sequence of a column: the oid of its table. */
  readonly table: string | null
  /** What it is a partition of or inherits from, at any distance: oids. */
  readonly ancestors: readonly string[]
  /** How often the session has read all of it. */
  readonly scans: number
  /** Rows that the session has inserted, updated and deleted in this transaction. */
  readonly changes: number
}

/** By oid: names change. */
export interface Reading {
  readonly relations: ReadonlyMap<string, Relation>
  /** The strongest lock that the session holds on each, even if it has dropped it. */
  readonly locked: ReadonlyMap<string, LockMode>
}

/** Relations of people: neither the server's own nor the journal. */
export async function readRelations(session: Session): Promise<Reading> {
  const found = await session.query(
    `with recursive above(child, parent) as (
       select inhrelid, inhparent from pg_catalog.pg_inherits
       union select a.child, i.inhparent from above a join pg_catalog.pg_inherits i on i.inhrelid = a.parent)
     select c.oid::text, n.nspname as schema, c.relname as name, c.relkind as kind, c.relfilenode::text as file,
       coalesce(i.indrelid, d.refobjid)::text as table, array(select parent::text from above where child = c.oid) as ancestors,
       pg_catalog.pg_stat_get_xact_numscans(c.oid)::text as scans,
       (pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) + pg_catalog.pg_stat_get_xact_tuples_updated(c.oid)
         + pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid))::text as changes
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     left join pg_catalog.pg_index i on i.indexrelid = c.oid
     left join pg_catalog.pg_depend d on c.relkind = 'S' and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
       and d.objid = c.oid and d.refclassid = d.classid and d.refobjsubid > 0 and d.deptype in ('a', 'i')
     where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'reconcile') and c.relkind <> 'c'`,
  )
  return {
    relations: new Map(
      found.map((row) => [
        String(row['oid']),
        {
          schema: String(row['schema']),
          name: String(row['name']),
          kind: String(row['kind']),
          file: String(row['file']),
          table: row['table'] === null ? null : String(row['table']),
          ancestors: row['ancestors'] as string[],
          scans: Number(row['scans']),
          changes: Number(row['changes']),
        },
      ]),
    ),
    locked: await locksHeld(session, 'pg_catalog.pg_backend_pid()'),
  }
}

/** By oid, the strongest lock that the server process (an expression) has got on each relation. */
export async function locksHeld(session: Session, pid: string): Promise<Map<string, LockMode>> {
  const rows = await session.query(
    `select relation::text, pg_catalog.array_agg(mode) as modes from pg_catalog.pg_locks
     where pid = ${pid} and locktype = 'relation' and granted group by relation`,
  )
  return new Map(rows.map(({ relation, modes }) => [String(relation), strongest(modes as string[])]))
}

export function rank(mode: LockMode | undefined): number {
  return tableLockModes.findIndex((known) => known === mode)
}

/** Of modes as pg_locks spells them: `ShareRowExclusiveLock`. */
function strongest(modes: readonly string[]): LockMode {
  const known = tableLockModes.findLast((mode) => modes.some((one) => snakeCase(one.replace(/Lock$/, '')) === mode))
  if (known === undefined) throw new Error(`unknown lock modes ${modes.join(', ')}`)
  return known
}

function snakeCase(text: string): string {
  return text.replaceAll(/(?<!^)([A-Z])/g, '_$1').toLowerCase()
}
