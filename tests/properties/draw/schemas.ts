import fc from 'fast-check'
import type { NamedSchema } from '../../../src/model/objects/schema.ts'
import { maybe, small } from './choice.ts'
import { comment, type World, withObjects } from './world.ts'

/** Schemas that the specs name themselves; others come with the first thing in them. */
export function schemaSeeds() {
  return fc.record({ crm: maybe(fc.record({ comment: small }), 1), empty: maybe(fc.record({ comment: small }), 1) })
}

export type SchemaSeeds = ReturnType<typeof schemaSeeds> extends fc.Arbitrary<infer S> ? S : never

export function withSchemas(world: World, seeds: SchemaSeeds): World {
  if (world.engine.name === 'sqlite') return world
  const schemas = Object.entries(seeds).flatMap(([name, seed]): NamedSchema[] =>
    seed === null
      ? []
      : [
          {
            kind: 'schema',
            name: { schema: name, name },
            on: null,
            comment: comment(seed.comment, 'whose they are'),
            declared: true,
          },
        ],
  )
  return withObjects(world, schemas)
}
