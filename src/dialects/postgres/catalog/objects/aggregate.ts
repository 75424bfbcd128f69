import type { Aggregate, AggregateState } from '../../../../model/objects/aggregate.ts'
import { signatureTypes, signedName } from '../../../../model/objects/routine.ts'
import type { Row, Session } from '../../../session.ts'
import { type Scope, text, textOrNull } from '../scope.ts'
import { argumentsFrom, ownRoutine, parallelOf, routineArguments } from './routine.ts'

/** Aggregates with every column of pg_aggregate. Needs search_path '' so that every name is qualified. */
export async function readAggregates(session: Session, scope: Scope): Promise<Aggregate[]> {
  const rows = await session.query(
    `select n.nspname as schema, p.proname as name, pg_catalog.obj_description(p.oid, 'pg_proc') as comment,
       ${routineArguments} as arguments, p.proparallel as parallel, g.aggkind as form, g.aggnumdirectargs as direct,
       ${state('')}, ${state('m')}, g.aggcombinefn::text as combine, g.aggserialfn::text as serialize,
       g.aggdeserialfn::text as deserialize, g.aggminvtransfn::text as inverse,
       (select pg_catalog.format('%I.%s', on_.nspname, o.oprname) from pg_catalog.pg_operator o
         join pg_catalog.pg_namespace on_ on on_.oid = o.oprnamespace where o.oid = g.aggsortop) as sort_operator
     from pg_catalog.pg_proc p
     join pg_catalog.pg_namespace n on n.oid = p.pronamespace
     join pg_catalog.pg_aggregate g on g.aggfnoid = p.oid
     where ${ownRoutine(scope)}`,
  )
  return rows.map(aggregateFrom)
}

/** The columns of a state, `m` before their names for the moving one. */
function state(m: '' | 'm'): string {
  const prefix = m === '' ? '' : 'm_'
  return `g.agg${m}transfn::text as ${prefix}step,
       case when g.agg${m}transtype <> 0 then pg_catalog.format_type(g.agg${m}transtype, null) end as ${prefix}type,
       g.agg${m}transspace as ${prefix}space, g.agg${m}initval as ${prefix}initial,
       g.agg${m}finalfn::text as ${prefix}final, g.agg${m}finalextra as ${prefix}final_extra,
       g.agg${m}finalmodify as ${prefix}final_modify`
}

const forms: Readonly<Record<string, Aggregate['form']>> = { n: 'plain', o: 'ordered_set', h: 'hypothetical' }

function aggregateFrom(row: Row): Aggregate {
  const given = argumentsFrom(row, 'arguments')
  const direct = Number(row['direct'])
  const inverse = functionOrNull(row, 'inverse')
  return {
    kind: 'aggregate',
    name: { schema: text(row, 'schema'), name: signedName(text(row, 'name'), signatureTypes(given)) },
    on: null,
    comment: textOrNull(row, 'comment'),
    form: forms[text(row, 'form')] ?? 'plain',
    directArguments: given.slice(0, direct),
    arguments: given.slice(direct),
    state: stateFrom(row, ''),
    combine: functionOrNull(row, 'combine'),
    serialize: functionOrNull(row, 'serialize'),
    deserialize: functionOrNull(row, 'deserialize'),
    moving: inverse === null ? null : { ...stateFrom(row, 'm_'), inverse },
    sortOperator: textOrNull(row, 'sort_operator'),
    parallel: parallelOf(row),
  }
}

const modifies: Readonly<Record<string, AggregateState['finalModify']>> = {
  r: 'read_only',
  s: 'shareable',
  w: 'read_write',
}

function stateFrom(row: Row, prefix: '' | 'm_'): AggregateState {
  return {
    step: text(row, `${prefix}step`),
    type: text(row, `${prefix}type`),
    space: Number(row[`${prefix}space`]),
    initial: textOrNull(row, `${prefix}initial`),
    final: functionOrNull(row, `${prefix}final`),
    finalExtra: row[`${prefix}final_extra`] === true,
    finalModify: modifies[text(row, `${prefix}final_modify`)] ?? 'read_only',
  }
}

/** regproc writes `-` for none. */
function functionOrNull(row: Row, key: string): string | null {
  const name = textOrNull(row, key)
  return name === '-' ? null : name
}
