import { bug } from '../../../lib/errors.ts'
import type { ForeignKey } from '../../../model/constraint.ts'
import { displayName } from '../../../model/name.ts'
import type { NamesBefore } from '../../../model/names-before.ts'
import type { Query } from '../../../model/statement.ts'
import type { KeyColumn } from '../../../model/step.ts'
import { displayRef, isRoutineKind, type ObjectRef } from '../../../model/object-ref.ts'
import type { Table } from '../../../model/table.ts'
import type { Questions } from '../../words.ts'
import { clashes } from './clashes.ts'
import { duplicateKeys, most } from './duplicates.ts'
import { literal, qualify, quote } from './quote.ts'
import { routineIdentity } from './objects/routine-text.ts'
import { dependents, typeWithParts } from './objects/dependents.ts'
import { lost } from './survival.ts'

/** hazards.md 1I. Each answers with the offending rows: their key (ctid where there is none) and the value. */
export const questions: Questions = {
  nulls: (table, column) =>
    offenders(`select ${keyOf(table)} from ${source(table)} where ${quote(column)} is null`, {
      failure: `${displayName(table.name)}.${column} has rows without a value`,
      help: `Fill them with a backfill of ${displayName(table.name)}, or leave the column nullable.`,
    }),

  duplicates: (table, key) => duplicateKeys(source(table), displayName(table.name), key),

  overlaps: (table, { name, columns }) =>
    offenders(
      clashes(
        table,
        columns.map((column, position) => ({
          value: quote(column),
          operator: position === columns.length - 1 ? '&&' : '=',
        })),
        null,
      ),
      {
        failure: `${displayName(table.name)} has rows whose periods overlap (${name})`,
        help: 'Shorten or delete one of each pair, then plan again.',
      },
    ),

  exclusions: (table, { name, elements, where }) =>
    offenders(
      clashes(
        table,
        elements.map(({ on, operator }) => ({
          value: 'column' in on ? quote(on.column) : on.expression,
          operator,
        })),
        where,
      ),
      {
        failure: `${displayName(table.name)} has rows that exclude each other (${name})`,
        help: 'Correct or delete one of each pair, then plan again.',
      },
    ),

  /** MATCH SIMPLE: a key that is partly NULL points nowhere and is right; MATCH FULL: it is wrong. */
  orphans(table, key) {
    const child = key.columns.map((column) => `c.${quote(column)}`)
    const nulls = child.map((column) => `${column} is null`)
    const own = keyColumns(table)
    const shown = [...own, ...key.columns.filter((column) => !own.includes(column))].map(
      (column) => `c.${quote(column)}`,
    )
    const partly = key.match === 'full' ? `\n  or (${nulls.join(' or ')}) and not (${nulls.join(' and ')})` : ''
    return offenders(
      `select ${[...(own.length === 0 ? ['c.ctid::text as ctid'] : []), ...shown].join(', ')}
from ${qualify(table.name)} c
where ${child.map((column) => `${column} is not null`).join(' and ')}
  and ${pointsNowhere(key, child)}${partly}`,
      {
        failure: `${displayName(table.name)} has rows that point to no row of ${displayName(key.references.table)} (${key.name})`,
        help: `Correct or delete these rows, or create what they point to.`,
      },
    )
  },

  /** IS FALSE, because NULL passes a check (R6). */
  violators: (table, check) =>
    offenders(`select ${keyOf(table)} from ${source(table)} where (${check.expression}) is false`, {
      failure: `${displayName(table.name)} has rows that break ${check.name}: ${check.expression}`,
      help: 'Correct these rows (a backfill can), or loosen the check.',
    }),

  outside: (partition, condition, before) =>
    offenders(
      `select ${keyOf(partition)}, count(*) over ()::int as rows from ${before === undefined ? source(partition) : sourceBefore(partition, before)} where (${condition}) is not true`,
      {
        failure: `${displayName(partition.name)} has rows that do not belong there`,
        help: 'Declare a partition that takes these rows in the same change, and they are moved to it; or move or delete them first.',
      },
    ),

  lostByConversion(table, before, after) {
    const column = quote(before.name)
    const condition = lost(column, before.type, after.type)
    const parts = {
      failure: `${displayName(table.name)}.${before.name} holds values that would not come back from ${after.type} to ${before.type}`,
      help: 'Correct these values first, or keep a type that holds them.',
    }
    return condition === null
      ? offenders('select 1 where false', parts)
      : offenders(
          `select ${keyOf(table)}, ${column} as value from ${source(table)}\nwhere ${column} is not null and (${condition})`,
          parts,
        )
  },

  pointingTo(partition, { name }, key) {
    const match = key.references.columns.map(
      (column, position) => `p.${quote(column)} = c.${quote(key.columns[position] ?? '')}`,
    )
    return offenders(
      `select ${key.columns.map((column) => `c.${quote(column)}`).join(', ')} from ${qualify(name)} c
where exists (select from ${qualify(partition)} p where ${match.join(' and ')})`,
      {
        failure: `${displayName(name)} has rows that point to rows of ${displayName(partition)} (${key.name})`,
        help: 'Delete these rows or point them elsewhere, or keep the partition.',
      },
    )
  },

  anyRow: (table) =>
    offenders(`select ctid::text as row from ${qualify(table)}`, {
      failure: `${displayName(table)} has rows`,
      help: 'They would be lost: keep the table, or move them first.',
    }),

  // As text: json, xml and point have no equality.
  anyValue: (table, { name, type }, expected) => {
    const others = expected.map((value) => ` and ${quote(name)}::text is distinct from ((${value})::${type})::text`)
    return offenders(
      `select ctid::text as row, ${quote(name)} as value from ${qualify(table)} where ${quote(name)} is not null${others.join('')}`,
      {
        failure: `${displayName(table)}.${name} has values`,
        help: 'They would be lost: keep the column, or move them first.',
      },
    )
  },

  boundTo: (table, column, aside) =>
    offenders(
      `select distinct case when r.ev_class is null then pg_describe_object(d.classid, d.objid, 0) else pg_describe_object('pg_class'::regclass, r.ev_class, 0) end as bound
from pg_depend d left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
where d.refclassid = 'pg_class'::regclass and d.refobjid = to_regclass(${literal(qualify(table))})
  and d.refobjsubid = (select a.attnum from pg_attribute a where a.attrelid = d.refobjid and a.attname = ${literal(column)} and not a.attisdropped)
  and d.classid in ('pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_trigger'::regclass, 'pg_proc'::regclass)
${aside.map(notBound).join('')}`,
      {
        failure: `something uses ${displayName(table)}.${column}, and PostgreSQL does not change its type under it`,
        help: 'Drop what is listed before the change and create it again afterwards.',
      },
    ),

  strangers: () => {
    throw bug('PostgreSQL copies no table, so it can lose nothing by it')
  },

  enumUsed: (name) =>
    dependents(typeWithParts(name), {
      failure: `something is of type ${displayName(name)}`,
      help: 'Change its type first.',
    }),

  objectUsed: (object, aside) =>
    isRoutineKind(object.kind)
      ? offenders(
          `select distinct pg_describe_object(d.classid, d.objid, d.objsubid) as user
from pg_depend d left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
where d.refclassid = 'pg_proc'::regclass and d.refobjid = to_regprocedure(${literal(routineIdentity(object.name))}) and d.deptype <> 'i'
${aside.map(notBound).join('')}`,
          {
            failure: `something uses ${displayRef(object)}, which cannot be changed under it`,
            help: 'Take what is listed off it first (a default, a check, an index), in the specs or, when it is in quarantine, with `reconcile purge`; or give the function another name.',
          },
        )
      : null,

  rowCount: (table) => ({
    sql: `select count(*)::text as rows from ${qualify(table)}`,
    expect: 'unchanged',
    failure: `${displayName(table)} does not have the same number of rows as before`,
    help: 'Nothing was changed; find out who writes to the table meanwhile.',
  }),

  unfilled: (backfill, key = []) =>
    offenders(
      `select ${keyList(key)} from ${qualify(backfill.table)} as ${quote(backfill.table.name)} where (${backfill.where})`,
      {
        failure: `the backfill ${backfill.name} has not reached every row of ${displayName(backfill.table)}`,
        help: 'Its `where` has to become false once `set` was applied: check both, and who writes such rows.',
      },
    ),

  rebuildChecks: () => {
    throw bug('PostgreSQL changes tables in place: no plan may rebuild one')
  },
}

/** PERIOD: the ranges of the rows pointed to have to cover the range of this one together. */
function pointsNowhere({ references, period }: ForeignKey, child: readonly string[]): string {
  const match = references.columns.map((column, position) => `p.${quote(column)} = ${child[position] ?? 'null'}`)
  const from = `from ${qualify(references.table)} p where`
  if (period !== true) return `not exists (select ${from} ${match.join(' and ')})`
  const range = `p.${quote(references.columns.at(-1) ?? '')}`
  const mine = child.at(-1) ?? 'null'
  const rest = [...match.slice(0, -1), `${range} && ${mine}`]
  return `not coalesce((select range_agg(${range}) ${from} ${rest.join(' and ')}) @> ${mine}, false)`
}

/** What tells one row from another. */
function keyList(key: readonly KeyColumn[]): string {
  return key.length === 0 ? 'ctid::text as row' : key.map(({ column }) => quote(column)).join(', ')
}

function offenders(sql: string, { failure, help }: Pick<Query, 'failure' | 'help'>): Query {
  return { sql: `${sql}\nlimit ${most}`, expect: 'no_rows', failure, help }
}

/** Under its own name, by which expressions may call it. */
function source(table: Table): string {
  return `${qualify(table.name)} as ${quote(table.name.name)}`
}

/** Under the names that it is going to have. */
function sourceBefore({ name }: Table, before: NamesBefore): string {
  const columns = before.columns.map(({ from, to }) => `${quote(from)} as ${quote(to)}`)
  return `(select ${['ctid', ...columns].join(', ')} from ${qualify(before.table)}) as ${quote(name.name)}`
}

function keyColumns(table: Table): readonly string[] {
  return table.primaryKey?.columns ?? []
}

function keyOf(table: Table): string {
  const columns = keyColumns(table)
  return columns.length === 0 ? 'ctid::text as ctid' : columns.map(quote).join(', ')
}

/** SQL condition on `d` and `r` that leaves out what is taken out of the way. */
function notBound({ kind, name, on }: ObjectRef): string {
  // Nothing is bound through them.
  if (kind === 'owner' || kind === 'grant' || kind === 'default_privileges') return ''
  if (kind === 'policy' && on !== null && on !== undefined) {
    return `\n  and d.objid not in (select p.oid from pg_policy p where p.polrelid = to_regclass(${literal(qualify(on.name))}) and p.polname = ${literal(name.name)})`
  }
  if (kind === 'trigger' && on !== undefined && on !== null) {
    return `\n  and not (d.classid = 'pg_trigger'::regclass and exists (select from pg_trigger g
    where g.oid = d.objid and g.tgname = ${literal(name.name)} and g.tgrelid = to_regclass(${literal(qualify(on.name))})))`
  }
  if (isRoutineKind(kind)) {
    return `\n  and (d.classid <> 'pg_proc'::regclass or d.objid is distinct from to_regprocedure(${literal(routineIdentity(name))}))`
  }
  return `\n  and r.ev_class is distinct from to_regclass(${literal(qualify(name))})`
}
