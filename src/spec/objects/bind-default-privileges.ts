import { compareText, sameValue } from '../../lib/compare.ts'
import { objectSource } from '../../model/desired.ts'
import { refKey } from '../../model/object-ref.ts'
import {
  type CreatedKind,
  createdImplicitly,
  createdKinds,
  createdPrivileges,
  type DefaultGrant,
  type DefaultPrivileges,
  defaultPrivilegesRef,
} from '../../model/objects/default-privileges.ts'
import type { DefaultGrantsSpec, DefaultPrivilegesSpec } from '../access-content.ts'
import type { Binding } from '../binding.ts'
import type { LoadedSpecs } from '../load.ts'
import { below, keyOf, type Place } from '../spec-file.ts'
import { isKept } from './on-tables.ts'
import { privilegesIn } from './privileges-in.ts'

/** What the specs say about what roles create; a kind that is listed without anybody in it takes everything back. */
export function bindDefaultPrivileges(binding: Binding, specs: LoadedSpecs): DefaultPrivileges[] {
  return written(binding, specs).flatMap((one): DefaultPrivileges[] => {
    const { head, place } = one
    if (!isKept(binding, 'default_privileges', keyOf(place), head.name.name)) return []
    binding.source(objectSource(head), keyOf(place))
    if (createdPrivileges(head.of, binding.version) === null) {
      const message = `default privileges for ${head.of.replaceAll('_', ' ')} came with PostgreSQL 18`
      binding.error(keyOf(place), 'not-in-this-version', message, 'leave them out')
      return []
    }
    const roles = rolesOf(binding, one)
    return roles.length === 0 ? [] : [{ ...head, comment: null, roles: Object.fromEntries(roles), declared: true }]
  })
}

/** `refKey` of all that the specs speak of, whether or not they leave anything of it. */
export function governedDefaults(binding: Binding, specs: LoadedSpecs): string[] {
  return written(binding, specs).map(({ head }) => refKey(head))
}

interface Written {
  readonly head: Pick<DefaultPrivileges, 'kind' | 'name' | 'on' | 'role' | 'of'>
  readonly grants: DefaultGrantsSpec
  readonly place: Place
}

function written(binding: Binding, specs: LoadedSpecs): Written[] {
  const found = new Map<string, Written>()
  for (const file of specs.files) {
    for (const [role, spec] of Object.entries(file.content.default_privileges ?? {})) {
      const place: Place = { file, path: ['default_privileges', role], on: 'value' }
      const everywhere = within(role, spec, null, place)
      const inSchemas = Object.entries(spec.in ?? {}).flatMap(([schema, one]) =>
        within(role, one, schema, below(place, 'in', schema)),
      )
      for (const one of [...everywhere, ...inSchemas]) {
        const key = refKey(one.head)
        if (found.has(key)) {
          binding.error(keyOf(one.place), 'duplicate-name', 'these default privileges are declared twice', 'keep one')
        } else found.set(key, one)
      }
    }
  }
  return [...found.values()]
}

function within(
  role: string,
  spec: Pick<DefaultPrivilegesSpec, CreatedKind>,
  schema: string | null,
  place: Place,
): Written[] {
  return createdKinds.flatMap((of): Written[] => {
    const grants = spec[of]
    if (grants === undefined) return []
    return [{ head: { ...defaultPrivilegesRef(role, of, schema), role, of }, grants, place: below(place, of) }]
  })
}

function rolesOf(binding: Binding, { head, grants, place }: Written): [string, DefaultGrant][] {
  const known = createdPrivileges(head.of, binding.version)?.all ?? []
  return Object.entries(grants)
    .flatMap(([grantee, spec]): [string, DefaultGrant][] => {
      const long = 'length' in spec ? { privileges: spec } : spec
      const implicit = createdImplicitly(head, grantee, binding.version)
      const at = below(place, grantee)
      if (head.on !== null && long.privileges?.length === 0) {
        const help = 'take it away for all schemas, and give it in the others'
        binding.error(at, 'nothing-to-take', 'in a schema, default privileges can only be added', help)
      }
      const own = privilegesIn(binding, long.privileges ?? [], long, known, at)
      const isDefault = sameValue(own.privileges, implicit) && own.grantable.length === 0
      return isDefault ? [] : [[grantee, { ...own, implicit }]]
    })
    .sort(([a], [b]) => compareText(a, b))
}
