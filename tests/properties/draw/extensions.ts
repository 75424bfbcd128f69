import fc from 'fast-check'
import type { SchemaObject } from '../../../src/model/object.ts'
import { maybe, small } from './choice.ts'
import { type World, withObjects } from './world.ts'

/** Extensions whose members columns and indexes are made of; what belongs to them is nobody else's. */
export function extensionSeeds() {
  return fc.record({ citext: maybe(fc.record({ place: small }), 1) })
}

export type ExtensionSeeds = ReturnType<typeof extensionSeeds> extends fc.Arbitrary<infer S> ? S : never

export function withExtensions(world: World, { citext }: ExtensionSeeds): World {
  if (world.engine.name === 'sqlite' || citext === null) return world
  const name = { schema: 'citext', name: 'citext' }
  const extension: SchemaObject = { kind: 'extension', name, on: null, comment: null, schema: null, version: null }
  return withObjects(world, [extension])
}
