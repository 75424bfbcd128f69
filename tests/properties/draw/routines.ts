import fc from 'fast-check'
import type { SchemaObject } from '../../../src/model/object.ts'
import {
  type Procedure,
  type Routine,
  type RoutineArgument,
  signatureTypes,
  signedName,
  usualCost,
} from '../../../src/model/objects/routine.ts'
import { maybe, pick, small } from './choice.ts'
import { comment, type World, withObjects } from './world.ts'

const one = () => maybe(fc.record({ form: small, trait: small, comment: small }))

/** Routines that know nothing of tables: columns, checks, indexes, views and triggers may call them. */
export function routineSeeds() {
  return fc.record({
    doubled: one(),
    first_label: one(),
    is_fine: one(),
    touch: one(),
    loose: one(),
    tidy: one(),
    biggest: one(),
    cheered: one(),
  })
}

export type RoutineSeeds = ReturnType<typeof routineSeeds> extends fc.Arbitrary<infer S> ? S : never
type Seed = NonNullable<RoutineSeeds['doubled']>

export function withRoutines(world: World, seeds: RoutineSeeds): World {
  if (world.engine.name === 'sqlite') return world
  const { doubled, first_label: label, is_fine: fine, touch, loose, tidy, biggest, cheered } = seeds
  return withObjects(world, [
    ...(doubled === null ? [] : [doubledBy(doubled)]),
    ...(label === null ? [] : [firstLabel(label)]),
    ...(fine === null ? [] : [isFine(fine)]),
    ...(touch === null ? [] : [touchRow(touch)]),
    ...(loose === null ? [] : [looseOne(loose)]),
    ...(tidy === null ? [] : [tidyUp(tidy)]),
    ...(biggest === null ? [] : biggestOf(biggest)),
    ...(cheered === null || world.enums.length === 0 ? [] : [cheeredUp(cheered)]),
  ])
}

function argument(type: string, name: string | null = null): RoutineArgument {
  return { mode: 'in', name, type, default: null }
}

/** With a body in one of the forms that a language has. */
function routine(
  bare: string,
  given: readonly RoutineArgument[],
  returns: string,
  [language, text]: readonly [string, string],
  { comment: number }: Seed,
  rest: Partial<Routine> = {},
): Routine {
  const parsed = language === 'sql' && /^(?:return|begin atomic)/i.test(text)
  return {
    kind: 'function',
    name: { schema: 'public', name: signedName(bare, signatureTypes(given)) },
    on: null,
    comment: comment(number, 'what it does'),
    arguments: given,
    language,
    body: { kind: parsed ? 'sql' : 'text', text },
    securityDefiner: false,
    settings: {},
    transforms: [],
    returns: { kind: 'type', type: returns, setof: false },
    volatility: 'immutable',
    strict: false,
    leakproof: false,
    parallel: 'unsafe',
    window: false,
    cost: usualCost(language),
    rows: null,
    support: null,
    ...rest,
  }
}

function doubledBy(seed: Seed): Routine {
  const bodies = [
    ['sql', 'RETURN (value * 2)'],
    ['sql', 'select value * 2'],
    ['plpgsql', 'begin return value * 2; end'],
  ] as const
  return routine('doubled', [argument('bigint', 'value')], 'bigint', pick(bodies, seed.form) ?? bodies[0], seed, {
    strict: seed.trait === 1,
    parallel: seed.trait === 2 ? 'safe' : 'unsafe',
  })
}

function firstLabel(seed: Seed): Routine {
  const body = `begin return ${seed.form % 2 === 0 ? "'first'" : "'the first'"}; end`
  return routine('first_label', [], 'text', ['plpgsql', body], seed, {
    volatility: 'stable',
    settings: seed.trait === 0 ? { search_path: '""' } : {},
  })
}

function isFine(seed: Seed): Routine {
  const bodies = [
    ['sql', "RETURN (value <> 'never'::text)"],
    ['sql', 'select length(value) < 1000'],
  ] as const
  return routine('is_fine', [argument('text', 'value')], 'boolean', pick(bodies, seed.form) ?? bodies[0], seed, {
    cost: seed.trait === 0 ? 5 : 100,
  })
}

function touchRow(seed: Seed): Routine {
  const body = `begin if tg_level = 'STATEMENT' or tg_op = 'DELETE' then return old; end if; return new; end`
  return routine('touch', [], 'trigger', ['plpgsql', seed.form % 2 === 0 ? body : ` ${body} `], seed, {
    volatility: 'volatile',
    securityDefiner: seed.trait === 0,
  })
}

/** One whose arguments and result change: only views call it. */
function looseOne(seed: Seed): Routine {
  const given = [
    argument('bigint', seed.trait % 2 === 0 ? 'value' : null),
    ...(seed.form % 4 > 1 ? [argument('text')] : []),
  ]
  const [type, result] = seed.form % 2 === 0 ? ['text', "'loose'"] : ['integer', '7']
  return routine('loose', given, type, ['sql', `select ${result}${type === 'text' ? '::text' : ''}`], seed)
}

function cheeredUp(seed: Seed): Routine {
  const body = ['sql', seed.form % 2 === 0 ? "select 'fine'::public.temper" : 'select value'] as const
  return routine('cheered', [argument('public.temper', 'value')], 'public.temper', body, seed, { volatility: 'stable' })
}

function tidyUp(seed: Seed): Procedure {
  const { returns, volatility, strict, leakproof, parallel, window, cost, rows, support, ...head } = routine(
    'tidy',
    [{ ...argument('integer', 'days'), default: seed.trait === 0 ? '7' : null }],
    '',
    seed.form % 2 === 0 ? ['sql', 'select 1'] : ['plpgsql', 'begin perform days; end'],
    seed,
  )
  return { ...head, kind: 'procedure' }
}

function biggestOf(seed: Seed): SchemaObject[] {
  const given = [argument('bigint')]
  const larger = routine('larger', [...given, ...given], 'bigint', ['sql', 'select greatest($1, $2)'], seed)
  const own = seed.form % 2 === 0
  return [
    ...(own ? [larger] : []),
    {
      kind: 'aggregate',
      name: { schema: 'public', name: 'biggest(bigint)' },
      on: null,
      comment: comment(seed.comment, 'the biggest'),
      form: 'plain',
      directArguments: [],
      arguments: given,
      state: {
        step: own ? 'public.larger' : 'int8larger',
        type: 'bigint',
        space: 0,
        initial: seed.trait === 1 ? '0' : null,
        final: null,
        finalExtra: false,
        finalModify: 'read_only',
      },
      combine: seed.trait === 2 ? 'int8larger' : null,
      serialize: null,
      deserialize: null,
      moving: null,
      sortOperator: null,
      parallel: seed.trait === 2 ? 'safe' : 'unsafe',
    },
  ]
}
