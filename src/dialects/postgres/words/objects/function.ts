import { sameValue } from '../../../../lib/compare.ts'
import {
  type Routine,
  type RoutineResult,
  unsignedName,
  usualCost,
  usualRows,
} from '../../../../model/objects/routine.ts'
import { moved } from '../moved.ts'
import { qualify, quote } from '../quote.ts'
import { statement } from '../statement.ts'
import type { KindWords } from './kind-words.ts'
import {
  argument,
  keepsArguments,
  routineComment,
  routineEnd,
  routineName,
  signature,
  unchecked,
} from './routine-text.ts'

export const functions: KindWords<Routine> = {
  create: (one) => [
    unchecked,
    statement(`create function ${definedFunction(one)}`, []),
    ...routineComment('function', signature(one.name, one.arguments), null, one.comment),
  ],

  drop: ({ name, arguments: given }) => [statement(`drop function ${signature(name, given)}`, [])],

  /** Callers and what depends on it stay; everything else about it may change. */
  alter(before, after) {
    const comment = routineComment('function', signature(after.name, after.arguments), before.comment, after.comment)
    if (sameValue({ ...before, comment: null }, { ...after, comment: null })) return comment
    return keepsArguments(before.arguments, after.arguments) &&
      sameValue(before.returns, after.returns) &&
      before.window === after.window
      ? [unchecked, statement(`create or replace function ${definedFunction(after)}`, []), ...comment]
      : null
  },

  rename: ({ name, arguments: given }, to) =>
    moved('function', name, to, { spelled: (called) => signature(called, given), bare: unsignedName }),

  discard: (name) => statement(`drop function if exists ${qualify(name)}`, []),
}

/** What follows CREATE FUNCTION. */
export function definedFunction(one: Routine): string {
  const attributes = [
    one.window ? 'window' : '',
    one.volatility === 'volatile' ? '' : one.volatility,
    one.strict ? 'strict' : '',
    one.securityDefiner ? 'security definer' : '',
    one.leakproof ? 'leakproof' : '',
    one.parallel === 'unsafe' ? '' : `parallel ${one.parallel}`,
    one.cost === usualCost(one.language) ? '' : `cost ${one.cost}`,
    one.rows === null || one.rows === usualRows ? '' : `rows ${one.rows}`,
    one.support === null ? '' : `support ${one.support}`,
  ].filter((attribute) => attribute !== '')
  return [
    `${routineName(one.name)}(${one.arguments.map(argument).join(', ')})`,
    ...result(one.returns),
    `language ${quote(one.language)}`,
    ...(attributes.length === 0 ? [] : [attributes.join(' ')]),
    ...routineEnd(one),
  ].join('\n')
}

function result(returns: RoutineResult): string[] {
  switch (returns.kind) {
    case 'type':
      return [`returns ${returns.setof ? 'setof ' : ''}${returns.type}`]
    case 'table':
      return [`returns table (${returns.columns.map(({ name, type }) => `${quote(name)} ${type}`).join(', ')})`]
    case 'arguments':
      return []
  }
}
