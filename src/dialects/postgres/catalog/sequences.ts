import type { Identity } from '../../../model/column.ts'
import { quarantinePrefix } from '../../../model/name.ts'
import type { OwnedSequence } from '../../../model/sequence-options.ts'
import type { Row } from '../../session.ts'
import { literal } from '../words/quote.ts'
import { text, textOrNull } from './scope.ts'

/**
 * A common table expression `owned`: the sequences that columns own, but for those put aside. A column may own several;
 * the first is the one it counts with: identity's, else the one in its default.
 */
export const ownedSequences: string = `owned as materialized (
  select w.refobjid as table_oid, w.refobjsubid as number, w.objid as oid, c.relname as name, w.deptype = 'i' as is_identity,
    n.nspname as schema, c.relpersistence as persistence,
    pg_catalog.row_number() over (partition by w.refobjid, w.refobjsubid
      order by w.deptype = 'i' desc, exists (select from pg_catalog.pg_attrdef f
        join pg_catalog.pg_depend u on u.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and u.objid = f.oid
        where f.adrelid = w.refobjid and f.adnum = w.refobjsubid and u.refobjid = w.objid) desc, c.relname) as place
  from pg_catalog.pg_depend w
  join pg_catalog.pg_class c on c.oid = w.objid and c.relkind = 'S'
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where w.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
    and w.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
    and w.refobjsubid > 0 and w.deptype in ('a', 'i') and c.relname !~ '^${quarantinePrefix}')`

/** SQL for a column's sequence as JSON, from `owned o` and `pg_sequence s`. Numbers are text: JSON would round them. */
export const sequenceJson: string = `pg_catalog.json_build_object('name', o.name, 'type', pg_catalog.format_type(s.seqtypid, null),
  'start', s.seqstart::text, 'increment', s.seqincrement::text, 'min', s.seqmin::text, 'max', s.seqmax::text,
  'cache', s.seqcache::text, 'cycle', s.seqcycle,
  'comment', (select sd.description from pg_catalog.pg_description sd
    where sd.objoid = o.oid and sd.objsubid = 0 and sd.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass),
  'regclass', pg_catalog.quote_ident(o.schema) || '.' || pg_catalog.quote_ident(o.name))`

/** What numbers the rows of a column, and what is left of its default. */
export function numberingOf(
  sequence: unknown,
  identity: Identity | null,
  expression: string | null,
): { identity: Identity | null; sequence: OwnedSequence | null; default: string | null } {
  if (!isRow(sequence)) return { identity, sequence: null, default: expression }
  const own = sequenceOf(sequence)
  const isSerial = expression === `nextval(${literal(text(sequence, 'regclass'))}::regclass)`
  if (isSerial) return { identity: 'serial', sequence: own, default: null }
  return { identity, sequence: own, default: expression }
}

function sequenceOf(row: Row): OwnedSequence {
  const type = text(row, 'type')
  const comment = textOrNull(row, 'comment')
  return {
    name: text(row, 'name'),
    ...(comment === null ? {} : { comment }),
    type: type === 'smallint' || type === 'integer' ? type : 'bigint',
    start: text(row, 'start'),
    increment: text(row, 'increment'),
    min: text(row, 'min'),
    max: text(row, 'max'),
    cache: text(row, 'cache'),
    cycle: row['cycle'] === true,
  }
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null
}
