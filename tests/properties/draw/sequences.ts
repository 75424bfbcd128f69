import fc from 'fast-check'
import { sequenceOptions } from '../../../src/model/sequence-options.ts'
import { maybe, small } from './choice.ts'
import { comment, type World, withObjects } from './world.ts'

export function sequenceSeeds() {
  return fc.record({
    tickets: maybe(fc.record({ increment: small, start: small, cycle: small, comment: small })),
    rounds: maybe(fc.record({ increment: small, start: small, cycle: small, comment: small }), 1),
  })
}

export type SequenceSeeds = ReturnType<typeof sequenceSeeds> extends fc.Arbitrary<infer S> ? S : never

/** Sequences that no column owns. */
export function withSequences(world: World, seeds: SequenceSeeds): World {
  if (world.engine.name === 'sqlite') return world
  const places = { tickets: 'crm', rounds: 'public' }
  const sequences = Object.entries(places).flatMap(([name, schema]) => {
    const seed = seeds[name as keyof SequenceSeeds]
    if (seed === null) return []
    const type = name === 'rounds' ? 'integer' : 'bigint'
    const options = sequenceOptions(type, {
      increment: String(1 + (seed.increment % 3)),
      start: String(1 + seed.start),
      cache: seed.cycle > 5 ? '5' : '1',
      cycle: seed.cycle === 0,
    })
    return [
      {
        kind: 'sequence' as const,
        name: { schema, name },
        on: null,
        comment: comment(seed.comment, 'counts'),
        ...options,
      },
    ]
  })
  return withObjects(world, sequences)
}
