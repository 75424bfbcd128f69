import type { Deferrable } from '../../../../model/constraint.ts'
import { type Trigger, type TriggerEvent, triggerEvents } from '../../../../model/objects/trigger.ts'
import { quarantinePrefix } from '../../../../model/name.ts'
import type { Row, Session } from '../../../session.ts'
import { trimParentheses } from '../../trim-parentheses.ts'
import { inScope, ownedByNobody, modeledTable, type Scope, text, textList, textOrNull } from '../scope.ts'

/** SQL condition on `c` (pg_class): triggers on it are modelled. */
export const carriesTriggers: string = `(c.relkind = 'v' or (${modeledTable}))`

/**
 * SQL condition on `g` (pg_trigger): somebody's own, not a constraint's nor a copy of a partitioned table's, nor one that
 * keeps columns in step for a plan (its function's name begins with `_rq_`).
 */
export const ownTrigger: string = `not g.tgisinternal and g.tgparentid = 0 and ${ownedByNobody('pg_trigger', 'g.oid')}
  and not exists (select from pg_catalog.pg_proc f where f.oid = g.tgfoid and f.proname ^@ '${quarantinePrefix}')`

/** Triggers of tables and views. Needs search_path '' so that every name is qualified. */
export async function readTriggers(session: Session, scope: Scope): Promise<Trigger[]> {
  const rows = await session.query(
    `select n.nspname as schema, g.tgname as name, c.relname as on_name, c.relkind as on_kind,
       pg_catalog.obj_description(g.oid, 'pg_trigger') as comment, g.tgtype::int as type, g.tgenabled as enabled,
       g.tgconstraint <> 0 as is_constraint, g.tgdeferrable as deferrable, g.tginitdeferred as deferred,
       rn.nspname as from_schema, r.relname as from_name, g.tgoldtable as old_table, g.tgnewtable as new_table,
       g.tgfoid::pg_catalog.regproc::text as function, g.tgnargs::int as arity,
       pg_catalog.encode(g.tgargs, 'hex') as arguments,
       (select coalesce(pg_catalog.json_agg(a.attname order by k.position), '[]')
         from pg_catalog.unnest(g.tgattr::pg_catalog.int2[]) with ordinality k(attnum, position)
         join pg_catalog.pg_attribute a on a.attrelid = g.tgrelid and a.attnum = k.attnum) as columns,
       case when g.tgqual is not null then pg_catalog.pg_get_triggerdef(g.oid) end as definition
     from pg_catalog.pg_trigger g
     join pg_catalog.pg_class c on c.oid = g.tgrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     left join pg_catalog.pg_class r on r.oid = g.tgconstrrelid
     left join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
     where ${ownTrigger} and ${carriesTriggers} and ${inScope(scope)}`,
  )
  return rows.map(triggerFrom)
}

/** Bits of pg_trigger.tgtype (pg_trigger.h). */
const bits = { row: 1, before: 2, insert: 4, delete: 8, update: 16, truncate: 32, instead: 64 } as const

const enabledStates: Readonly<Record<string, Trigger['enabled']>> = {
  O: 'origin',
  R: 'replica',
  A: 'always',
  D: 'disabled',
}

function triggerFrom(row: Row): Trigger {
  const schema = text(row, 'schema')
  const type = Number(row['type'])
  const from = textOrNull(row, 'from_name')
  const definition = textOrNull(row, 'definition')
  return {
    kind: 'trigger',
    name: { schema, name: text(row, 'name') },
    on: { kind: text(row, 'on_kind') === 'v' ? 'view' : 'table', name: { schema, name: text(row, 'on_name') } },
    comment: textOrNull(row, 'comment'),
    timing: (type & bits.instead) !== 0 ? 'instead_of' : (type & bits.before) !== 0 ? 'before' : 'after',
    events: triggerEvents.filter((event: TriggerEvent) => (type & bits[event]) !== 0),
    columns: textList(row, 'columns'),
    forEach: (type & bits.row) !== 0 ? 'row' : 'statement',
    when: definition === null ? null : conditionOf(definition),
    action: {
      kind: 'call',
      function: text(row, 'function'),
      arguments: argumentsFrom(text(row, 'arguments'), Number(row['arity'])),
    },
    constraint:
      row['is_constraint'] === true
        ? {
            deferrable: deferrableOf(row),
            from: from === null ? null : { schema: text(row, 'from_schema'), name: from },
          }
        : null,
    referencing: { old: textOrNull(row, 'old_table'), new: textOrNull(row, 'new_table') },
    enabled: enabledStates[text(row, 'enabled')] ?? 'origin',
  }
}

function deferrableOf(row: Row): Deferrable {
  if (row['deferrable'] !== true) return 'no'
  return row['deferred'] === true ? 'initially_deferred' : 'initially_immediate'
}

/** tgargs: each argument ends with a zero byte. */
function argumentsFrom(hex: string, arity: number): string[] {
  return Buffer.from(hex, 'hex').toString('utf8').split('\u0000').slice(0, arity)
}

/**
 * The condition in what pg_get_triggerdef writes, since the server spells it nowhere else: what stands in parentheses
 * after the only WHEN outside quotes.
 */
function conditionOf(definition: string): string | null {
  let depth = 0
  let start = -1
  for (const { 0: token, index } of definition.matchAll(/"(?:[^"]|"")*"|E?'(?:[^']|'')*'|\bWHEN \(|[()]/g)) {
    if (token.startsWith('WHEN') && start < 0 && depth === 0) start = index + 'WHEN '.length
    if (token.endsWith('(')) depth += 1
    if (token !== ')') continue
    depth -= 1
    if (depth === 0 && start >= 0) return trimParentheses(definition.slice(start, index + 1))
  }
  return null
}
