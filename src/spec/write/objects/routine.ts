import {
  type Procedure,
  type Routine,
  type RoutineArgument,
  usualCost,
  usualRows,
} from '../../../model/objects/routine.ts'
import type { ArgumentSpec, ArgumentsSpec, FunctionSpec, RoutineSpec } from '../../program-content.ts'
import type { TypeNames } from '../type-names.ts'
import type { Writing } from '../writing.ts'

export function procedureSpec(one: Procedure, { types }: Writing): RoutineSpec {
  return {
    ...(one.comment === null ? {} : { comment: one.comment }),
    ...argumentsKey('arguments', one.arguments, types),
    ...routineEnd(one, types),
  }
}

export function functionSpec(one: Routine, { types }: Writing): FunctionSpec {
  return {
    ...(one.comment === null ? {} : { comment: one.comment }),
    ...argumentsKey('arguments', one.arguments, types),
    ...resultKey(one, types),
    ...(one.volatility === 'volatile' ? {} : { volatility: one.volatility }),
    ...(one.strict ? { strict: true } : {}),
    ...(one.leakproof ? { leakproof: true } : {}),
    ...(one.parallel === 'unsafe' ? {} : { parallel: one.parallel }),
    ...(one.window ? { window: true } : {}),
    ...(one.cost === usualCost(one.language) ? {} : { cost: one.cost }),
    ...(one.rows === null || one.rows === usualRows ? {} : { rows: one.rows }),
    ...(one.support === null ? {} : { support: one.support }),
    ...routineEnd(one, types),
  }
}

function resultKey({ returns }: Routine, types: TypeNames): Pick<FunctionSpec, 'returns'> {
  switch (returns.kind) {
    case 'type':
      return { returns: `${returns.setof ? 'setof ' : ''}${typeText(returns.type, types)}` }
    case 'table':
      return {
        returns: { table: Object.fromEntries(returns.columns.map(({ name, type }) => [name, typeText(type, types)])) },
      }
    case 'arguments':
      return {}
  }
}

/** The body last: it is the longest. */
function routineEnd(one: Routine | Procedure, types: TypeNames): Omit<RoutineSpec, 'comment' | 'arguments'> {
  const { body } = one
  return {
    ...(one.securityDefiner ? { security_definer: true } : {}),
    ...(Object.keys(one.settings).length === 0 ? {} : { set: one.settings }),
    ...(one.transforms.length === 0 ? {} : { transform: one.transforms.map((type) => typeText(type, types)) }),
    ...(one.language === 'sql' ? {} : { language: one.language }),
    ...(body.kind === 'compiled' ? { library: body.library, body: body.symbol } : { body: body.text }),
  }
}

/** A mapping where it says the same: with a name for each, in an order that a mapping keeps. */
export function argumentsKey<K extends 'arguments' | 'direct_arguments'>(
  key: K,
  given: readonly RoutineArgument[],
  types: TypeNames,
): Partial<Record<K, ArgumentsSpec>> {
  const said: Partial<Record<K, ArgumentsSpec>> = {}
  if (given.length === 0) return said
  const names = given.map(({ name }) => name)
  const isMapping = names.every((name) => name !== null && !/^\d+$/.test(name)) && new Set(names).size === names.length
  said[key] = isMapping
    ? Object.fromEntries(given.map((one) => [one.name ?? '', argumentSpec(one, types)]))
    : given.map((one) => {
        const spec = argumentSpec(one, types)
        if (one.name === null) return spec
        return { name: one.name, ...(typeof spec === 'string' ? { type: spec } : spec) }
      })
  return said
}

function argumentSpec({ mode, type, default: value }: RoutineArgument, types: TypeNames): string | ArgumentSpec {
  const written = typeText(type, types)
  if (mode === 'in' && value === null) return written
  return {
    type: written,
    ...(mode === 'in' ? {} : { mode }),
    ...(value === null ? {} : { default: value }),
  }
}

/** Types are SQL here, so a name stays quoted as it has to be; what is in `public` goes without saying. */
export function typeText(type: string, types: TypeNames): string {
  const element = type.replace(/(?:\[\])+$/, '')
  return types.has(element) ? type.replace(/^public\./, '') : type
}
