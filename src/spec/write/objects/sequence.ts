import { defaultBounds, type Sequence } from '../../../model/objects/sequence.ts'
import type { SequenceSpec } from '../../content-types.ts'

export function sequenceSpec(sequence: Sequence): SequenceSpec | null {
  const { comment, type, increment, min, max, start, cache, cycle, unlogged } = sequence
  const bounds = defaultBounds(type, increment)
  const spec: SequenceSpec = {
    ...(comment === null ? {} : { comment }),
    ...(type === 'bigint' ? {} : { type }),
    ...(increment === '1' ? {} : { increment: number(increment) }),
    ...(min === bounds.min ? {} : { min: number(min) }),
    ...(max === bounds.max ? {} : { max: number(max) }),
    ...(start === (increment.startsWith('-') ? max : min) ? {} : { start: number(start) }),
    ...(cache === '1' ? {} : { cache: number(cache) }),
    ...(cycle ? { cycle } : {}),
    ...(unlogged === true ? { unlogged } : {}),
  }
  return Object.keys(spec).length === 0 ? null : spec
}

/** Text where YAML would round it. */
function number(text: string): number | string {
  return Number.isSafeInteger(Number(text)) ? Number(text) : text
}
