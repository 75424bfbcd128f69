import type { Column } from '../../../model/column.ts'
import { displayName, type ObjectName } from '../../../model/name.ts'
import { isRoutineKind } from '../../../model/object-ref.ts'
import type { CompositeType } from '../../../model/objects/composite-type.ts'
import { namesOf, type ReplacedType } from '../../../model/replaced-type.ts'
import type { Table } from '../../../model/table.ts'
import type { Words } from '../../words.ts'
import { conversion } from './conversion.ts'
import { typeWithParts } from './objects/dependents.ts'
import { formerAttributes } from './objects/composite-type.ts'
import { routineIdentity } from './objects/routine-text.ts'
import { literal, qualify, quote } from './quote.ts'
import { alterTable } from './statement.ts'
import { lost } from './survival.ts'

/** Offenders shown; more would not help anybody. */
const most = 20

export const types: Words['types'] = {
  /** Defaults have no cast either: they go, and come back in the new type. */
  convert(table, columns, replaced) {
    const clauses = columns.flatMap((column) => {
      const at = `alter column ${quote(column.name)}`
      const using = valueIn(quote(column.name), column.type, replaced)
      return [
        ...(column.default === null ? [] : [`${at} drop default`]),
        `${at} type ${column.type}${using === null ? '' : ` using ${using}`}`,
        ...(column.default === null ? [] : [`${at} set default ${column.default}`]),
      ]
    })
    return alterTable(table.name, clauses, { work: 'rewrite' })
  },

  misfits(table, column, replaced) {
    const misfit = misfitIn(quote(column.name), column.type, replaced, 1)
    if (misfit === null) return null
    const key = table.primaryKey?.columns ?? []
    const at = key.length === 0 ? 'ctid::text as ctid' : key.map(quote).join(', ')
    const shown = `${displayName(table.name)}.${column.name}`
    const gone = replaced.flatMap(goneLabels)
    return {
      sql: `select ${at}, ${quote(column.name)} as value, count(*) over () as rows_in_all from ${qualify(table.name)} as ${quote(table.name.name)}\nwhere ${misfit}\nlimit ${most}`,
      expect: 'no_rows',
      failure:
        gone.length === 0
          ? `${shown} has rows whose values the new type does not take`
          : `${shown} has rows that hold ${gone.join(' or ')}, which the new type does not have`,
      help:
        gone.length === 0
          ? 'Correct these values first, or keep a type that holds them.'
          : relabelling(table, column, replaced, misfit),
    }
  },

  misfit: (value, type, replaced) => misfitIn(value, type, replaced, 1),

  strangers(replaced, tables, aside) {
    const relations = [
      ...tables,
      ...aside.flatMap(({ kind, name }) => (kind === 'view' || kind === 'materialized_view' ? [name] : [])),
    ].map((name) => literal(qualify(name)))
    const routines = aside
      .filter(({ kind }) => isRoutineKind(kind))
      .map(({ name }) => `to_regprocedure(${literal(routineIdentity(name))})`)
    const shown = replaced.map(({ before }) => displayName(before.name)).join(', ')
    return {
      sql: `with refs(class, id) as materialized (${replaced.map(({ before }) => typeWithParts(before.name)).join('\nunion all')}),
used as (select d.classid, d.objid, d.objsubid, r.ev_class, case
    when r.rulename = '_RETURN' then r.ev_class
    when i.indrelid is not null then i.indrelid
    when d.classid = 'pg_class'::regclass then d.objid
    when d.classid = 'pg_constraint'::regclass then (select k.conrelid from pg_constraint k where k.oid = d.objid)
    when d.classid = 'pg_attrdef'::regclass then (select f.adrelid from pg_attrdef f where f.oid = d.objid)
    when d.classid = 'pg_policy'::regclass then (select p.polrelid from pg_policy p where p.oid = d.objid)
    when d.classid = 'pg_trigger'::regclass then (select g.tgrelid from pg_trigger g where g.oid = d.objid)
    when d.classid = 'pg_statistic_ext'::regclass then (select s.stxrelid from pg_statistic_ext s where s.oid = d.objid)
  end as relation
  from pg_depend d left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
  left join pg_index i on d.classid = 'pg_class'::regclass and i.indexrelid = d.objid
  where d.deptype in ('n', 'a') and (d.refclassid, d.refobjid) in (select class, id from refs)
    and (d.classid, d.objid) not in (select class, id from refs)
    and not exists (select from pg_constraint k where d.classid = 'pg_constraint'::regclass and k.oid = d.objid
      and k.contypid in (select id from refs))
    and not exists (select from pg_depend own where own.classid = d.classid and own.objid = d.objid and own.deptype in ('i', 'e')
      and (own.refclassid, own.refobjid) in (select class, id from refs)))
select distinct coalesce(pg_describe_object('pg_class'::regclass, u.ev_class, 0), pg_describe_object(u.classid, u.objid, u.objsubid)) as used_by
from used u left join pg_class c on c.oid = u.relation left join pg_namespace n on n.oid = c.relnamespace
left join pg_type t on u.classid = 'pg_type'::regclass and t.oid = u.objid
where coalesce(n.nspname <> 'reconcile_quarantine' and c.relname !~ '^_rq_', true) and coalesce(t.typname !~ '^_rq_', true)
  and coalesce(u.relation <> all (array[${relations.map((name) => `to_regclass(${name})`).join(', ')}]::oid[]), true)
  and (u.classid <> 'pg_proc'::regclass or coalesce(u.objid <> all (array[${routines.join(', ')}]::oid[]), true))
order by 1
limit ${most}`,
      expect: 'no_rows',
      failure: `something that the specs do not say uses ${shown}, which cannot be replaced under it`,
      help: 'Declare what is listed, or let go of the type there first.',
    }
  },
}

/** Before the run a backfill does it; none can be declared any more while a run waits for these rows. */
function relabelling(table: Table, column: Column, replaced: readonly ReplacedType[], misfit: string): string {
  const isList = column.type.endsWith('[]') && replacedBy(column.type.slice(0, -2), replaced)?.kind === 'enum'
  const value = isList ? "'{…}'" : "'…'"
  // What specs say may hold no query.
  const holds = isList
    ? `${quote(column.name)}::text[] && array[${replaced.flatMap(goneLabels).map(literal).join(', ')}]`
    : misfit
  return (
    `Give them another label first, with a backfill of ${displayName(table.name)}: { set: { ${column.name}: "${value}" }, where: "${holds}" }. ` +
    `While a run waits for it: update ${qualify(table.name)} set ${quote(column.name)} = ${value} where ${holds}, then \`reconcile resume\`.`
  )
}

/** SQL for a value of the column in the new type; null where the server converts it by itself, and refuses what does not fit. */
function valueIn(value: string, type: string, replaced: readonly ReplacedType[]): string | null {
  const found = replacedBy(type.replace(/\[\]$/, ''), replaced)
  if (found?.kind !== 'object') return `${value}::text::${type}`
  const { before, after } = found
  if (before.kind === 'domain' && after.kind === 'domain' && before.type !== after.type) {
    // What the old base type writes is not always what the new one reads.
    if (type.endsWith('[]')) return `${value}::${before.type}[]::${after.type}[]::${type}`
    return conversion(before.type, after.type).automatic ? null : `${value}::text::${type}`
  }
  if (before.kind === 'composite_type' && after.kind === 'composite_type' && !type.endsWith('[]')) {
    return rowIn(value, type, before, after, replaced)
  }
  return `${value}::text::${type}`
}

/** Attributes are told by their names when they have moved; what is new is empty. */
function rowIn(
  value: string,
  type: string,
  before: CompositeType,
  after: CompositeType,
  replaced: readonly ReplacedType[],
): string {
  const former = formerAttributes(before, after)
  const inPlace = former.length === before.attributes.length && former.every((old, at) => old === before.attributes[at])
  if (inPlace) return `${value}::text::${type}`
  const parts = former.map((old, at) => {
    const now = after.attributes[at]?.type ?? ''
    if (old === null) return `null::${now}`
    const part = `(${value}).${quote(old.name)}`
    return old.type === now && replacedBy(now, replaced) === undefined ? part : `${part}::text::${now}`
  })
  return `case when ${value}::text is not null then row(${parts.join(', ')})::${type} end`
}

/** SQL that is true for a value that the new types do not take, however deep it sits; null when every value fits. */
function misfitIn(value: string, type: string, replaced: readonly ReplacedType[], depth: number): string | null {
  if (type.endsWith('[]')) {
    const inside = misfitIn(`a${depth}.one`, type.slice(0, -2), replaced, depth + 1)
    return inside && `exists (select from (select unnest(${value}) as one) a${depth} where ${inside})`
  }
  const found = replacedBy(type, replaced)
  if (found === undefined) return null
  if (found.kind === 'enum') {
    const gone = goneLabels(found)
    return gone.length === 0 ? null : `${value}::text in (${gone.map(literal).join(', ')})`
  }
  const { before, after } = found
  if (before.kind === 'domain' && after.kind === 'domain') {
    return anyOf([
      lost(value, before.type, after.type),
      before.type === after.type ? misfitIn(`(${value}::${before.type})`, before.type, replaced, depth) : null,
    ])
  }
  if (before.kind === 'composite_type' && after.kind === 'composite_type') {
    const former = formerAttributes(before, after)
    return anyOf([
      ...before.attributes
        .filter((old) => !former.includes(old))
        .map((old) => `(${value}).${quote(old.name)} is not null`),
      ...former.flatMap((old, at) => {
        if (old === null) return []
        const part = `(${value}).${quote(old.name)}`
        const now = after.attributes[at]?.type ?? old.type
        return [old.type === now ? misfitIn(part, old.type, replaced, depth) : lost(part, old.type, now)]
      }),
    ])
  }
  if (before.kind === 'range_type' && after.kind === 'range_type') {
    const ends = [`lower(${value})`, `upper(${value})`]
    return anyOf(
      ends.map((end) =>
        before.subtype === after.subtype
          ? misfitIn(end, before.subtype, replaced, depth)
          : lost(end, before.subtype, after.subtype),
      ),
    )
  }
  return null
}

function anyOf(conditions: readonly (string | null)[]): string | null {
  const said = conditions.filter((condition) => condition !== null)
  return said.length === 0 ? null : said.map((condition) => `(${condition})`).join(' or ')
}

/** The replaced type of that spelling itself, not one within an array or a multirange. */
function replacedBy(type: string, replaced: readonly ReplacedType[]): ReplacedType | undefined {
  return replaced.find((one) =>
    namesOf(one)
      .slice(0, 1)
      .some((name: ObjectName) => qualify(name) === type),
  )
}

function goneLabels(type: ReplacedType): string[] {
  return type.kind === 'enum' ? type.before.labels.filter((label) => !type.after.labels.includes(label)) : []
}
