import { defaultBounds, type Sequence } from '../../model/objects/sequence.ts'
import type { Binding } from '../binding.ts'
import type { SequenceSpec } from '../content-types.ts'
import type { LoadedSpecs } from '../load.ts'
import { below, type Place } from '../spec-file.ts'
import { declareObjects } from './declare.ts'

type NumberKey = 'increment' | 'min' | 'max' | 'start' | 'cache'

export function bindSequences(binding: Binding, specs: LoadedSpecs): Sequence[] {
  return declareObjects(binding, specs, 'sequences', 'sequence', ({ sequences }) => sequences).map(
    ({ name, shown, spec, place }) => {
      const said: SequenceSpec = spec ?? {}
      const number = (key: NumberKey, otherwise: string): string => {
        const value = said[key]
        if (value === undefined) return otherwise
        checkNumber(binding, value, below(place, key), `${shown}: ${key}`)
        return String(value)
      }
      const type = said.type ?? 'bigint'
      const increment = number('increment', '1')
      const bounds = defaultBounds(type, increment)
      const min = number('min', bounds.min)
      const max = number('max', bounds.max)
      if (increment === '0') {
        binding.error(
          below(place, 'increment'),
          'sequence-bounds',
          `${shown} never gets anywhere`,
          'write another increment',
        )
      } else if (isWhole(min) && isWhole(max) && BigInt(min) >= BigInt(max)) {
        const message = `${shown}: min ${min} is not below max ${max}`
        binding.error(place, 'sequence-bounds', message, 'leave room between them')
      }
      return {
        kind: 'sequence',
        name,
        on: null,
        comment: said.comment ?? null,
        type,
        increment,
        min,
        max,
        start: number('start', increment.startsWith('-') ? max : min),
        cache: number('cache', '1'),
        cycle: said.cycle ?? false,
        ...(said.unlogged === true ? { unlogged: true } : {}),
      }
    },
  )
}

function isWhole(text: string): boolean {
  return /^-?\d+$/.test(text)
}

/** YAML reads numbers as JavaScript does, which has rounded large ones by now. */
function checkNumber(binding: Binding, value: number | string, place: Place, what: string): void {
  if (typeof value === 'string' || Number.isSafeInteger(value)) return
  binding.error(
    place,
    'number-too-large',
    `${what} is beyond what YAML keeps exactly`,
    "write it in quotes: '9223372036854775807'",
  )
}
