import type { Aggregate, AggregateState } from '../../model/objects/aggregate.ts'
import type { Binding } from '../binding.ts'
import type { AggregateSpec, AggregateStateSpec } from '../program-content.ts'
import type { LoadedSpecs } from '../load.ts'
import { bindArguments, declareRoutines } from './declare-routines.ts'
import { signatureType } from './signature-types.ts'

export function bindAggregates(binding: Binding, specs: LoadedSpecs): Aggregate[] {
  const direct = (spec: AggregateSpec): Aggregate['arguments'] => bindArguments(binding, spec.direct_arguments)
  const given = (spec: AggregateSpec): Aggregate['arguments'] => bindArguments(binding, spec.arguments)
  const all = (spec: AggregateSpec): Aggregate['arguments'] => [...direct(spec), ...given(spec)]
  return declareRoutines(binding, specs, 'aggregates', ({ aggregates }) => aggregates, all).map(({ name, spec }) => {
    const form = spec.kind ?? (spec.direct_arguments === undefined ? 'plain' : 'ordered_set')
    const { moving } = spec
    return {
      kind: 'aggregate',
      name,
      on: null,
      comment: spec.comment ?? null,
      form,
      directArguments: direct(spec),
      arguments: given(spec),
      state: bindState(binding, spec, form),
      combine: spec.combinefunc ?? null,
      serialize: spec.serialfunc ?? null,
      deserialize: spec.deserialfunc ?? null,
      moving: moving === undefined ? null : { ...bindState(binding, moving, form), inverse: moving.invfunc },
      sortOperator: spec.sortop ?? null,
      parallel: spec.parallel ?? 'unsafe',
    }
  })
}

function bindState(binding: Binding, spec: AggregateStateSpec, form: Aggregate['form']): AggregateState {
  return {
    step: spec.sfunc,
    type: signatureType(binding, spec.stype),
    space: spec.sspace ?? 0,
    initial: spec.initcond ?? null,
    final: spec.finalfunc ?? null,
    finalExtra: spec.finalfunc_extra ?? false,
    finalModify: spec.finalfunc_modify ?? (form === 'plain' ? 'read_only' : 'read_write'),
  }
}
