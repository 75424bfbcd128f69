import fc from 'fast-check'
import type { SchemaObject } from '../../../src/model/object.ts'
import { refKey } from '../../../src/model/object-ref.ts'
import {
  type CreatedKind,
  createdPrivileges,
  defaultPrivilegesRef,
} from '../../../src/model/objects/default-privileges.ts'
import { pick, small } from './choice.ts'
import { type World, withObjects } from './world.ts'

/** What others get of what is created from then on: by the role that the plans are carried out as, or by another one. */
export function defaultPrivilegesSeeds() {
  return fc.array(fc.record({ role: small, of: small, place: small, grantee: small }), { maxLength: 1 })
}

export type DefaultPrivilegesSeeds = ReturnType<typeof defaultPrivilegesSeeds> extends fc.Arbitrary<infer S> ? S : never

export function withDefaultPrivileges(world: World, seeds: DefaultPrivilegesSeeds): World {
  if (world.engine.name === 'sqlite') return world
  const found = new Map<string, SchemaObject>()
  for (const seed of seeds) {
    const role = seed.role < 3 ? 'postgres' : 'app_owner'
    // The sequence of an identity is made anew where the identity changes, and is as the defaults of that moment make it.
    const kinds = role === 'postgres' ? (['tables', 'types'] as const) : (['tables', 'sequences', 'types'] as const)
    const of = pick<CreatedKind>(kinds, seed.of) ?? 'tables'
    const known = createdPrivileges(of, world.engine.major)
    // A schema of the specs' own would have to be there first.
    const ref = defaultPrivilegesRef(role, of, seed.place < 2 ? 'public' : null)
    const privileges = known?.all.slice(0, 1 + (seed.grantee % 2)) ?? []
    found.set(refKey(ref), {
      ...ref,
      role,
      of,
      comment: null,
      roles: { [pick(['app', 'reporting'], seed.grantee) ?? 'app']: { privileges, grantable: [], implicit: [] } },
      declared: true,
    })
  }
  return withObjects(world, [...found.values()])
}
