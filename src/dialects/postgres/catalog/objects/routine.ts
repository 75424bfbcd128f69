import type {
  Procedure,
  Routine,
  RoutineArgument,
  RoutineBody,
  RoutineResult,
} from '../../../../model/objects/routine.ts'
import { signatureTypes, signedName } from '../../../../model/objects/routine.ts'
import type { Row, Session } from '../../../session.ts'
import { inScope, ownedByNobody, type Scope, text, textList, textOrNull } from '../scope.ts'

/** SQL condition on `p` (pg_proc): neither an extension's nor made along with something else (a range's constructors). */
export function ownRoutine(scope: Scope): string {
  return `${inScope(scope)} and ${ownedByNobody('pg_proc', 'p.oid')}
    and not exists (select from pg_catalog.pg_depend i where i.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
      and i.objid = p.oid and i.deptype = 'i')`
}

/** SQL expression: all arguments of `p` in order, columns of RETURNS TABLE (mode `t`) among them. */
export const routineArguments = `(select coalesce(pg_catalog.json_agg(pg_catalog.json_build_object(
      'mode', coalesce(p.proargmodes[a.position]::text, 'i'), 'name', p.proargnames[a.position],
      'type', pg_catalog.format_type(a.type, null),
      'default', case when p.pronargdefaults > 0 then pg_catalog.pg_get_function_arg_default(p.oid, a.position::int) end)
      order by a.position), '[]')
    from pg_catalog.unnest(coalesce(p.proallargtypes, p.proargtypes::pg_catalog.oid[])) with ordinality a(type, position))`

/** Functions and procedures. Needs search_path '' so that every name is qualified. */
export async function readRoutines(session: Session, scope: Scope): Promise<(Routine | Procedure)[]> {
  const rows = await session.query(
    `select n.nspname as schema, p.proname as name, p.prokind as kind, l.lanname as language, p.prosrc as source,
       p.probin as library, pg_catalog.pg_get_function_sqlbody(p.oid) as sql_body,
       pg_catalog.obj_description(p.oid, 'pg_proc') as comment, ${routineArguments} as arguments,
       pg_catalog.format_type(p.prorettype, null) as returns, p.proretset as setof, p.provolatile as volatility,
       p.proisstrict as strict, p.prosecdef as security_definer, p.proleakproof as leakproof,
       p.proparallel as parallel, p.procost as cost, p.prorows as rows,
       case when p.prosupport <> 0 then p.prosupport::pg_catalog.regproc::text end as support,
       coalesce(p.proconfig, '{}') as settings,
       (select coalesce(pg_catalog.json_agg(pg_catalog.format_type(t.type, null) order by t.position), '[]')
         from pg_catalog.unnest(p.protrftypes) with ordinality t(type, position)) as transforms
     from pg_catalog.pg_proc p
     join pg_catalog.pg_namespace n on n.oid = p.pronamespace
     join pg_catalog.pg_language l on l.oid = p.prolang
     where p.prokind <> 'a' and ${ownRoutine(scope)}`,
  )
  return rows.map((row) => (text(row, 'kind') === 'p' ? procedureFrom(row) : functionFrom(row)))
}

function procedureFrom(row: Row): Procedure {
  const given = argumentsFrom(row, 'arguments')
  return {
    kind: 'procedure',
    name: { schema: text(row, 'schema'), name: signedName(text(row, 'name'), signatureTypes(given)) },
    on: null,
    comment: textOrNull(row, 'comment'),
    arguments: given,
    language: text(row, 'language'),
    body: bodyOf(row),
    securityDefiner: row['security_definer'] === true,
    settings: Object.fromEntries(textList(row, 'settings').map(settingOf)),
    transforms: textList(row, 'transforms'),
  }
}

const volatilities: Readonly<Record<string, Routine['volatility']>> = { i: 'immutable', s: 'stable', v: 'volatile' }

function functionFrom(row: Row): Routine {
  const setof = row['setof'] === true
  return {
    ...procedureFrom(row),
    kind: 'function',
    returns: resultOf(row, setof),
    volatility: volatilities[text(row, 'volatility')] ?? 'volatile',
    strict: row['strict'] === true,
    leakproof: row['leakproof'] === true,
    parallel: parallelOf(row),
    window: text(row, 'kind') === 'w',
    cost: Number(row['cost']),
    rows: setof ? Number(row['rows']) : null,
    support: textOrNull(row, 'support'),
  }
}

function resultOf(row: Row, setof: boolean): RoutineResult {
  const given = argumentRows(row, 'arguments')
  const columns = given.filter(({ mode }) => mode === 't').map(({ name, type }) => ({ name: name ?? '', type }))
  if (columns.length > 0) return { kind: 'table', columns }
  if (!setof && given.some(({ mode }) => mode === 'o' || mode === 'b')) return { kind: 'arguments' }
  return { kind: 'type', type: text(row, 'returns'), setof }
}

function bodyOf(row: Row): RoutineBody {
  const library = textOrNull(row, 'library')
  const source = textOrNull(row, 'source') ?? ''
  if (library !== null) return { kind: 'compiled', library, symbol: source }
  const parsed = textOrNull(row, 'sql_body')
  return parsed === null ? { kind: 'text', text: source } : { kind: 'sql', text: parsed.trim() }
}

/** `search_path=public`, as proconfig holds it. */
function settingOf(setting: string): [string, string] {
  const at = setting.indexOf('=')
  return [setting.slice(0, at), setting.slice(at + 1)]
}

const parallels: Readonly<Record<string, Routine['parallel']>> = { s: 'safe', r: 'restricted', u: 'unsafe' }

export function parallelOf(row: Row): Routine['parallel'] {
  return parallels[text(row, 'parallel')] ?? 'unsafe'
}

interface ArgumentRow {
  readonly mode: string
  readonly name: string | null
  readonly type: string
  readonly default: string | null
}

function argumentRows(row: Row, key: string): readonly ArgumentRow[] {
  const value = row[key]
  return Array.isArray(value) ? (value as ArgumentRow[]) : []
}

const modes: Readonly<Record<string, RoutineArgument['mode']>> = { i: 'in', o: 'out', b: 'inout', v: 'variadic' }

/** Without the columns of RETURNS TABLE. */
export function argumentsFrom(row: Row, key: string): RoutineArgument[] {
  return argumentRows(row, key).flatMap(({ mode, name, type, default: value }) => {
    const known = modes[mode]
    return known === undefined ? [] : [{ mode: known, name: name === '' ? null : name, type, default: value }]
  })
}
