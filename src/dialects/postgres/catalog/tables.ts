import type { ObjectName } from '../../../model/name.ts'
import type { IndexMarks, TablePhysical } from '../../../model/table.ts'
import { type PartitionKey, type PartitionOf, splitList } from '../../../model/partition.ts'
import type { Row, Session } from '../../session.ts'
import { describedBy, optionsOf, type Scope, tablesInScope, text, textList, textOrNull } from './scope.ts'

export interface TableRow {
  readonly oid: string
  readonly name: ObjectName
  readonly comment: string | null
  readonly physical: TablePhysical
  readonly partitionBy: PartitionKey | null
  readonly partitionOf: PartitionOf | null
  readonly inherits: readonly ObjectName[]
}

/** Tables and what they are partitions of or inherit from; `quarantined` ones are told apart by `introspect`. */
export async function readTables(session: Session, scope: Scope): Promise<TableRow[]> {
  const rows = await session.query(
    `with ${tablesInScope(scope)}
     select t.oid::text, t.nspname as schema, t.relname as name,
       ds.description as comment,
       case when t.relkind = 'p' then pg_catalog.pg_get_partkeydef(t.oid) end as key,
       case when t.relispartition then pg_catalog.pg_get_expr(c.relpartbound, t.oid) end as bound,
       case when t.relispartition then pg_catalog.pg_get_partition_constraintdef(t.oid) end as proof,
       h.parents,
       case when t.relispartition then ${partNames} end as index_parts,
       case when t.relispartition then ${foreignKeyNames} end as key_parts,
       c.relpersistence = 'u' as unlogged, m.amname as access_method,
       c.reloptions as options, s.reloptions as toast_options,
       c.relreplident as replica_identity, i.replica_index, i.cluster_index
     from tables t
     join pg_catalog.pg_class c on c.oid = t.oid
     left join pg_catalog.pg_am m on m.oid = c.relam
     left join pg_catalog.pg_class s on s.oid = c.reltoastrelid
     ${describedBy('pg_class', 't.oid')}
     left join (select h.inhrelid, pg_catalog.json_agg(
           pg_catalog.json_build_object('schema', n.nspname, 'name', p.relname) order by h.inhseqno) as parents
       from pg_catalog.pg_inherits h
       join pg_catalog.pg_class p on p.oid = h.inhparent
       join pg_catalog.pg_namespace n on n.oid = p.relnamespace
       where p.relkind in ('r', 'p', 'f') group by h.inhrelid) h on h.inhrelid = t.oid
     left join (select x.indrelid, min(n.relname) filter (where x.indisreplident) as replica_index,
         min(n.relname) filter (where x.indisclustered) as cluster_index
       from pg_catalog.pg_index x join pg_catalog.pg_class n on n.oid = x.indexrelid
       where x.indisreplident or x.indisclustered group by x.indrelid) i on i.indrelid = t.oid`,
  )
  return rows.map(tableRow)
}

const partNames = `(select pg_catalog.json_object_agg(pc.relname, pi.relname)
  from pg_catalog.pg_index x join pg_catalog.pg_class pi on pi.oid = x.indexrelid
  join pg_catalog.pg_inherits ph on ph.inhrelid = x.indexrelid join pg_catalog.pg_class pc on pc.oid = ph.inhparent
  where x.indrelid = t.oid)`

const foreignKeyNames = `(select pg_catalog.json_object_agg(pk.conname, k.conname)
  from pg_catalog.pg_constraint k join pg_catalog.pg_constraint pk on pk.oid = k.conparentid
  where k.conrelid = t.oid and k.contype = 'f')`

/** Names in our quarantine schema: tables put aside, and archives of backfills. */
export async function readQuarantine(session: Session, schema: string): Promise<ObjectName[]> {
  const rows = await session.query(
    `select n.nspname as schema, c.relname as name
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind in ('r', 'p')`,
    [schema],
  )
  return rows.map(nameRow)
}

function tableRow(row: Row): TableRow {
  const bound = textOrNull(row, 'bound')
  const parents = Array.isArray(row['parents']) ? row['parents'].map((parent: Row) => nameRow(parent)) : []
  const [parent] = parents
  return {
    oid: text(row, 'oid'),
    name: nameRow(row),
    comment: textOrNull(row, 'comment'),
    partitionBy: partitionKey(textOrNull(row, 'key')),
    partitionOf:
      parent === undefined || bound === null
        ? null
        : {
            table: parent,
            bound,
            proof: proofOf(textOrNull(row, 'proof')),
            parts: { indexes: namesIn(row['index_parts']), foreignKeys: namesIn(row['key_parts']) },
          },
    inherits: bound === null ? parents : [],
    physical: physicalOf(row),
  }
}

function physicalOf(row: Row): TablePhysical {
  const method = text(row, 'access_method')
  return {
    unlogged: row['unlogged'] === true,
    accessMethod: method === 'heap' || method === '' ? null : method,
    options: {
      ...optionsOf(textList(row, 'options')),
      ...optionsOf(textList(row, 'toast_options'), 'toast.'),
    },
    marks: {
      replicaIdentity: replicaIdentityOf(text(row, 'replica_identity'), textOrNull(row, 'replica_index')),
      cluster: textOrNull(row, 'cluster_index'),
    },
  }
}

function namesIn(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, String(part)]))
}

/** With its index dropped, an identity by index tells nothing apart (ALTER TABLE in the manual). */
function replicaIdentityOf(kind: string, index: string | null): IndexMarks['replicaIdentity'] {
  switch (kind) {
    case 'f':
      return 'full'
    case 'n':
      return 'nothing'
    case 'i':
      return index === null ? 'nothing' : { index }
    default:
      return 'default'
  }
}

/** A hash is told by the oid of the table, which says nothing about a database that is made anew. */
function proofOf(constraint: string | null): string {
  return constraint === null || constraint.includes('satisfies_hash_partition(') ? '' : constraint
}

/** `LIST (country, lower(city))`, as pg_get_partkeydef writes it. */
function partitionKey(definition: string | null): PartitionKey | null {
  const [, strategy, keys] = /^(RANGE|LIST|HASH) \((.*)\)$/s.exec(definition ?? '') ?? []
  if (strategy === undefined || keys === undefined) return null
  return { strategy: strategy.toLowerCase() as PartitionKey['strategy'], keys: splitList(keys) }
}

function nameRow(row: Row): ObjectName {
  return { schema: text(row, 'schema'), name: text(row, 'name') }
}
