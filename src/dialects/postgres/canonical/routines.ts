import type { Aggregate, AggregateState } from '../../../model/objects/aggregate.ts'
import type { Procedure, Routine, RoutineArgument, RoutineBody, RoutineResult } from '../../../model/objects/routine.ts'
import { type Respell, respellOrNull } from './respell-text.ts'

/** A routine with every text that the server spells in its own way as `other`, the same routine, has it. */
export function respellRoutine<T extends Routine | Procedure | Aggregate>(one: T, other: T, respell: Respell): T
export function respellRoutine(
  one: Routine | Procedure | Aggregate,
  other: Routine | Procedure | Aggregate,
  respell: Respell,
): Routine | Procedure | Aggregate {
  if (one.kind === 'aggregate') return other.kind === 'aggregate' ? respellAggregate(one, other, respell) : one
  if (other.kind === 'aggregate') return one
  const head = {
    arguments: respellArguments(one.arguments, other.arguments, respell),
    body: respellBody(one.body, other.body, respell),
    settings: respellSettings(one.settings, other.settings),
    transforms: one.transforms.map((type, position) => respell(type, 'type', other.transforms[position])),
  }
  if (one.kind === 'procedure' || other.kind === 'procedure') return { ...one, ...head }
  return {
    ...one,
    ...head,
    returns: respellResult(one.returns, other.returns, respell),
    support: respellOrNull(respell, one.support, 'function', other.support),
  }
}

function respellArguments(
  given: readonly RoutineArgument[],
  other: readonly RoutineArgument[],
  respell: Respell,
): RoutineArgument[] {
  return given.map((one, position) => ({
    ...one,
    type: respell(one.type, 'type', other[position]?.type),
    default: respellOrNull(respell, one.default, `default ${one.type}`, other[position]?.default),
  }))
}

function respellBody(body: RoutineBody, other: RoutineBody, respell: Respell): RoutineBody {
  return body.kind === 'sql' && other.kind === 'sql' ? { ...body, text: respell(body.text, 'body', other.text) } : body
}

function respellResult(returns: RoutineResult, other: RoutineResult, respell: Respell): RoutineResult {
  if (returns.kind === 'type' && other.kind === 'type') {
    return { ...returns, type: respell(returns.type, 'type', other.type) }
  }
  if (returns.kind !== 'table' || other.kind !== 'table') return returns
  const columns = returns.columns.map((column, position) => ({
    ...column,
    type: respell(column.type, 'type', other.columns[position]?.type),
  }))
  return { ...returns, columns }
}

/** Names of settings are spelled like `TimeZone` by the server, and taken in any case. */
function respellSettings(
  settings: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): Record<string, string> {
  const names = new Map(Object.keys(other).map((name) => [name.toLowerCase(), name]))
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [names.get(name.toLowerCase()) ?? name, value]),
  )
}

function respellAggregate(one: Aggregate, other: Aggregate, respell: Respell): Aggregate {
  const name = (text: string | null, now: string | null): string | null => respellOrNull(respell, text, 'function', now)
  return {
    ...one,
    directArguments: respellArguments(one.directArguments, other.directArguments, respell),
    arguments: respellArguments(one.arguments, other.arguments, respell),
    state: respellState(one.state, other.state, respell),
    combine: name(one.combine, other.combine),
    serialize: name(one.serialize, other.serialize),
    deserialize: name(one.deserialize, other.deserialize),
    moving:
      one.moving === null || other.moving === null
        ? one.moving
        : {
            ...respellState(one.moving, other.moving, respell),
            inverse: respell(one.moving.inverse, 'function', other.moving.inverse),
          },
    sortOperator: respellOrNull(respell, one.sortOperator, 'operator', other.sortOperator),
  }
}

function respellState(state: AggregateState, other: AggregateState, respell: Respell): AggregateState {
  return {
    ...state,
    step: respell(state.step, 'function', other.step),
    type: respell(state.type, 'type', other.type),
    final: respellOrNull(respell, state.final, 'function', other.final),
  }
}
