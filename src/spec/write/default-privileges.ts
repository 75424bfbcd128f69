import type { DefaultGrant } from '../../model/objects/default-privileges.ts'
import type { DefaultGrantsSpec } from '../access-content.ts'
import type { Part } from './entry.ts'
import { grantSpec } from './access.ts'

/** By the role that creates, then by schema where it is about one. */
export const defaultPrivilegesPart: Part = {
  group: 'default_privileges',
  entries: ({ schema }) => {
    const all = schema.objects.filter((object) => object.kind === 'default_privileges')
    return [...Map.groupBy(all, ({ role }) => role)].map(([role, own]) => {
      const bySchema = Map.groupBy(own, ({ on }) => on?.name.name ?? null)
      const said = (within: string | null): object =>
        Object.fromEntries((bySchema.get(within) ?? []).map(({ of, roles }) => [of, grantsSpec(roles)]))
      const inside = [...bySchema.keys()].flatMap((name) => (name === null ? [] : [[name, said(name)] as const]))
      const value = { ...said(null), ...(inside.length === 0 ? {} : { in: Object.fromEntries(inside) }) }
      return { key: role, schema: null, file: null, value }
    })
  },
}

function grantsSpec(roles: Readonly<Record<string, DefaultGrant>>): DefaultGrantsSpec {
  return Object.fromEntries(
    Object.entries(roles).map(([role, { privileges, grantable }]) => [
      role,
      grantSpec({ privileges, grantable, columns: {} }),
    ]),
  )
}
