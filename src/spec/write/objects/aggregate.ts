import type { Aggregate, AggregateState } from '../../../model/objects/aggregate.ts'
import type { AggregateSpec, AggregateStateSpec } from '../../program-content.ts'
import type { TypeNames } from '../type-names.ts'
import type { Writing } from '../writing.ts'
import { argumentsKey, typeText } from './routine.ts'

export function aggregateSpec(one: Aggregate, { types }: Writing): AggregateSpec {
  const { moving, form } = one
  return {
    ...(one.comment === null ? {} : { comment: one.comment }),
    ...(form === impliedForm(one) ? {} : { kind: form }),
    ...argumentsKey('direct_arguments', one.directArguments, types),
    ...argumentsKey('arguments', one.arguments, types),
    ...stateSpec(one.state, form, types),
    ...(one.combine === null ? {} : { combinefunc: one.combine }),
    ...(one.serialize === null ? {} : { serialfunc: one.serialize }),
    ...(one.deserialize === null ? {} : { deserialfunc: one.deserialize }),
    ...(moving === null ? {} : { moving: { ...stateSpec(moving, form, types), invfunc: moving.inverse } }),
    ...(one.sortOperator === null ? {} : { sortop: one.sortOperator }),
    ...(one.parallel === 'unsafe' ? {} : { parallel: one.parallel }),
  }
}

function impliedForm({ directArguments }: Aggregate): Aggregate['form'] {
  return directArguments.length === 0 ? 'plain' : 'ordered_set'
}

function stateSpec(state: AggregateState, form: Aggregate['form'], types: TypeNames): AggregateStateSpec {
  const usual = form === 'plain' ? 'read_only' : 'read_write'
  return {
    sfunc: state.step,
    stype: typeText(state.type, types),
    ...(state.space === 0 ? {} : { sspace: state.space }),
    ...(state.initial === null ? {} : { initcond: state.initial }),
    ...(state.final === null ? {} : { finalfunc: state.final }),
    ...(state.finalExtra ? { finalfunc_extra: true } : {}),
    ...(state.finalModify === usual ? {} : { finalfunc_modify: state.finalModify }),
  }
}
