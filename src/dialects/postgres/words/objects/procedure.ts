import { sameValue } from '../../../../lib/compare.ts'
import { type Procedure, unsignedName } from '../../../../model/objects/routine.ts'
import { moved } from '../moved.ts'
import { quote } from '../quote.ts'
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

export const procedure: KindWords<Procedure> = {
  create: (one) => [
    unchecked,
    statement(`create procedure ${definedProcedure(one)}`, []),
    ...routineComment('procedure', signature(one.name, one.arguments), null, one.comment),
  ],

  drop: ({ name, arguments: given }) => [statement(`drop procedure ${signature(name, given)}`, [])],

  alter(before, after) {
    const comment = routineComment('procedure', signature(after.name, after.arguments), before.comment, after.comment)
    if (sameValue({ ...before, comment: null }, { ...after, comment: null })) return comment
    return keepsArguments(before.arguments, after.arguments)
      ? [unchecked, statement(`create or replace procedure ${definedProcedure(after)}`, []), ...comment]
      : null
  },

  rename: ({ name, arguments: given }, to) =>
    moved('procedure', name, to, { spelled: (called) => signature(called, given), bare: unsignedName }),
}

/** What follows CREATE PROCEDURE. */
export function definedProcedure(one: Procedure): string {
  return [
    `${routineName(one.name)}(${one.arguments.map(argument).join(', ')})`,
    `language ${quote(one.language)}`,
    ...(one.securityDefiner ? ['security definer'] : []),
    ...routineEnd(one),
  ].join('\n')
}
