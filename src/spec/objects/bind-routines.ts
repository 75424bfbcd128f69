import {
  type Procedure,
  type Routine,
  type RoutineBody,
  type RoutineResult,
  usualCost,
  usualRows,
} from '../../model/objects/routine.ts'
import type { Binding } from '../binding.ts'
import type { FunctionSpec, RoutineSpec } from '../program-content.ts'
import type { LoadedSpecs } from '../load.ts'
import { below } from '../spec-file.ts'
import { bindArguments, type DeclaredRoutine, declareRoutines } from './declare-routines.ts'
import { signatureType } from './signature-types.ts'

export function bindFunctions(binding: Binding, specs: LoadedSpecs): Routine[] {
  const argumentsOf = (spec: FunctionSpec): Routine['arguments'] => bindArguments(binding, spec.arguments)
  return declareRoutines(binding, specs, 'functions', ({ functions }) => functions, argumentsOf).map((declared) => {
    const { spec } = declared
    const head = bindHead(binding, declared)
    const returns = bindResult(binding, declared, head.arguments)
    const setof = returns.kind === 'table' || (returns.kind === 'type' && returns.setof)
    if (spec.rows !== undefined && !setof) {
      binding.error(
        below(declared.place, 'rows'),
        'bad-rows',
        `${declared.shown} returns no set, so it has no rows`,
        'leave `rows` out, or write `returns: setof …`',
      )
    }
    return {
      ...head,
      kind: 'function',
      returns,
      volatility: spec.volatility ?? 'volatile',
      strict: spec.strict ?? false,
      leakproof: spec.leakproof ?? false,
      parallel: spec.parallel ?? 'unsafe',
      window: spec.window ?? false,
      cost: spec.cost ?? usualCost(head.language),
      rows: setof ? (spec.rows ?? usualRows) : null,
      support: spec.support ?? null,
    }
  })
}

export function bindProcedures(binding: Binding, specs: LoadedSpecs): Procedure[] {
  const argumentsOf = (spec: RoutineSpec): Procedure['arguments'] => bindArguments(binding, spec.arguments)
  return declareRoutines(binding, specs, 'procedures', ({ procedures }) => procedures, argumentsOf).map((declared) => ({
    ...bindHead(binding, declared),
    kind: 'procedure',
  }))
}

function bindHead(binding: Binding, declared: DeclaredRoutine<RoutineSpec>): Omit<Procedure, 'kind'> {
  const { name, spec } = declared
  const language = (spec.language ?? 'sql').toLowerCase()
  return {
    name,
    on: null,
    comment: spec.comment ?? null,
    arguments: bindArguments(binding, spec.arguments),
    language,
    body: bodyOf(spec, language),
    securityDefiner: spec.security_definer ?? false,
    settings: settingsOf(binding, spec.set ?? {}),
    transforms: (spec.transform ?? []).map((type) => signatureType(binding, type)),
  }
}

/** No statement of SQL begins like the two forms of a body that the server parses. */
function bodyOf({ body, library }: RoutineSpec, language: string): RoutineBody {
  if (library !== undefined) return { kind: 'compiled', library, symbol: body.trim() }
  return language === 'sql' && /^\s*(?:begin\s+atomic|return)\b/i.test(body)
    ? { kind: 'sql', text: body.replace(/[\s;]+$/, '').trimStart() }
    : { kind: 'text', text: body }
}

function bindResult(
  binding: Binding,
  { spec, shown, place }: DeclaredRoutine<FunctionSpec>,
  given: Routine['arguments'],
): RoutineResult {
  const goesOut = given.some(({ mode }) => mode === 'out' || mode === 'inout')
  const { returns } = spec
  if (returns === undefined) {
    if (!goesOut) {
      binding.error(place, 'missing-returns', `${shown} does not say what it returns`, 'add `returns: void`, or a type')
    }
    return { kind: 'arguments' }
  }
  if (typeof returns === 'object') {
    const columns = Object.entries(returns.table)
    return { kind: 'table', columns: columns.map(([name, type]) => ({ name, type: signatureType(binding, type) })) }
  }
  const setof = /^setof\s+/i.exec(returns.trim())
  if (goesOut && setof === null) return { kind: 'arguments' }
  return {
    kind: 'type',
    type: signatureType(binding, returns.trim().slice(setof?.[0].length ?? 0)),
    setof: setof !== null,
  }
}

/** Settings that are lists of names are kept with each of them quoted as needed (flatten_set_variable_args). */
function settingsOf(binding: Binding, set: NonNullable<RoutineSpec['set']>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(set).map(([key, value]): [string, string] => {
      const text = String(value)
      if (key !== 'search_path' && key !== 'temp_tablespaces') return [key, text]
      const names = [...text.matchAll(/"((?:[^"]|"")*)"|[^\s,"]+/g)].map(([plain, quoted]) =>
        quoted === undefined ? plain.toLowerCase() : quoted.replaceAll('""', '"'),
      )
      return [key, names.length === 0 ? '""' : names.map((name) => quoted(binding, name)).join(', ')]
    }),
  )
}

/** An empty name has no unquoted form. */
function quoted(binding: Binding, name: string): string {
  return name === '' ? '""' : binding.dialect.words.quote(name)
}
