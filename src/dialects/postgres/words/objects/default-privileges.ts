import type { CreatedKind, DefaultGrant, DefaultPrivileges } from '../../../../model/objects/default-privileges.ts'
import type { Statement } from '../../../../model/statement.ts'
import { quote } from '../quote.ts'
import { statement } from '../statement.ts'
import type { KindWords } from './kind-words.ts'
import { minus } from './minus.ts'
import { role } from './role.ts'

const words: Readonly<Record<CreatedKind, string>> = {
  tables: 'tables',
  sequences: 'sequences',
  functions: 'routines',
  types: 'types',
  schemas: 'schemas',
  large_objects: 'large objects',
}

/** What is there already keeps what it has. */
export const defaultPrivileges: KindWords<DefaultPrivileges> = {
  create: (one) => statements({ ...one, roles: {} }, one),
  drop: (one) => statements(one, { ...one, roles: {} }),
  alter: statements,
  rename: null,
}

function statements(before: DefaultPrivileges, after: DefaultPrivileges): Statement[] {
  const within = after.on === null ? '' : ` in schema ${quote(after.on.name.name)}`
  const start = `alter default privileges for role ${quote(after.role)}${within}`
  const on = `on ${words[after.of]}`
  return [...new Set([...Object.keys(before.roles), ...Object.keys(after.roles)])].sort().flatMap((grantee) => {
    const implicit = before.roles[grantee]?.implicit ?? after.roles[grantee]?.implicit ?? []
    const untouched: DefaultGrant = { privileges: implicit, grantable: [], implicit }
    const was = before.roles[grantee] ?? untouched
    const now = after.roles[grantee] ?? untouched
    const lost = minus(was.grantable, now.grantable).filter((privilege) => now.privileges.includes(privilege))
    const plain = minus(minus(now.privileges, was.privileges), now.grantable)
    const to = role(grantee)
    return [
      ...say(minus(was.privileges, now.privileges), (list) => `${start} revoke ${list} ${on} from ${to}`),
      ...say(lost, (list) => `${start} revoke grant option for ${list} ${on} from ${to}`),
      ...say(plain, (list) => `${start} grant ${list} ${on} to ${to}`),
      ...say(minus(now.grantable, was.grantable), (list) => `${start} grant ${list} ${on} to ${to} with grant option`),
    ]
  })
}

function say(list: readonly string[], sql: (list: string) => string): Statement[] {
  return list.length === 0 ? [] : [statement(sql(list.join(', ')), [])]
}
