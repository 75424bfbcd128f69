import { sameValue } from '../../../../lib/compare.ts'
import type { Aggregate, AggregateState } from '../../../../model/objects/aggregate.ts'
import { unsignedName } from '../../../../model/objects/routine.ts'
import { moved } from '../moved.ts'
import { literal } from '../quote.ts'
import { statement } from '../statement.ts'
import type { KindWords } from './kind-words.ts'
import { argument, keepsArguments, routineComment, routineName } from './routine-text.ts'

export const aggregate: KindWords<Aggregate> = {
  create: (one) => [
    statement(`create aggregate ${definedAggregate(one)}`, []),
    ...routineComment('aggregate', sign(one), null, one.comment),
  ],

  drop: (one) => [statement(`drop aggregate ${sign(one)}`, [])],

  /** CREATE OR REPLACE keeps what it returns: that follows from the final function, or else from the state's type. */
  alter(before, after) {
    const comment = routineComment('aggregate', sign(after), before.comment, after.comment)
    if (sameValue({ ...before, comment: null }, { ...after, comment: null })) return comment
    return before.form === after.form &&
      keepsArguments(before.directArguments, after.directArguments) &&
      keepsArguments(before.arguments, after.arguments) &&
      before.state.type === after.state.type &&
      before.state.final === after.state.final
      ? [statement(`create or replace aggregate ${definedAggregate(after)}`, []), ...comment]
      : null
  },

  rename: (one, to) =>
    moved('aggregate', one.name, to, { spelled: (name) => sign({ ...one, name }), bare: unsignedName }),
}

/** Its arguments, which CREATE, DROP and COMMENT write alike; `*` for none. */
function argumentsOf({ form, directArguments, arguments: given }: Aggregate): string {
  const list = given.map(argument).join(', ')
  if (form === 'plain') return given.length === 0 ? '*' : list
  return [directArguments.map(argument).join(', '), `order by ${list}`].filter((part) => part !== '').join(' ')
}

function sign(one: Aggregate): string {
  return `${routineName(one.name)}(${argumentsOf(one)})`
}

/** What follows CREATE AGGREGATE. */
export function definedAggregate(one: Aggregate): string {
  const { moving } = one
  const options = [
    ...stateOptions(one.state, ''),
    ...option('combinefunc', one.combine),
    ...option('serialfunc', one.serialize),
    ...option('deserialfunc', one.deserialize),
    ...(moving === null ? [] : [...stateOptions(moving, 'm'), ...option('minvfunc', moving.inverse)]),
    ...option('sortop', one.sortOperator === null ? null : operator(one.sortOperator)),
    ...option('parallel', one.parallel === 'unsafe' ? null : one.parallel),
    ...(one.form === 'hypothetical' ? ['hypothetical'] : []),
  ]
  return `${sign(one)} (\n  ${options.join(',\n  ')}\n)`
}

function stateOptions(state: AggregateState, m: '' | 'm'): string[] {
  return [
    ...option(`${m}sfunc`, state.step),
    ...option(`${m}stype`, state.type),
    ...option(`${m}sspace`, state.space === 0 ? null : String(state.space)),
    ...option(`${m}finalfunc`, state.final),
    ...(state.finalExtra ? [`${m}finalfunc_extra`] : []),
    ...option(`${m}finalfunc_modify`, state.final === null ? null : state.finalModify),
    ...option(`${m}initcond`, state.initial === null ? null : literal(state.initial)),
  ]
}

function option(name: string, value: string | null): string[] {
  return value === null ? [] : [`${name} = ${value}`]
}

/** A bare operator is looked for in the search path. */
function operator(name: string): string {
  return name.includes('.') ? `operator(${name})` : name
}
