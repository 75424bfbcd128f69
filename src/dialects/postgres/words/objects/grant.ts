import { bug } from '../../../../lib/errors.ts'
import type { Grant, Privileges } from '../../../../model/objects/grant.ts'
import type { Statement } from '../../../../model/statement.ts'
import { quote } from '../quote.ts'
import { statement } from '../statement.ts'
import type { KindWords } from './kind-words.ts'
import { minus } from './minus.ts'
import { role } from './role.ts'
import { grantTarget } from './securable.ts'

export const grant: KindWords<Grant> = {
  create: (one) => statements(withoutGrants(one), one),
  drop: (one) => statements(one, withoutGrants(one)),
  alter: statements,
  rename: null,
}

const none: Privileges = { privileges: [], grantable: [] }

function withoutGrants(one: Grant): Grant {
  return { ...one, privileges: one.implicit, grantable: [], columns: {} }
}

/** REVOKE before GRANT. A revoked privilege on a table goes on its columns too, and is granted there again. */
function statements(before: Grant, after: Grant): Statement[] {
  const gone = minus(before.privileges, after.privileges)
  const columns = [...new Set([...Object.keys(before.columns), ...Object.keys(after.columns)])].sort()
  const parts = columns.map((name) => {
    const was = before.columns[name] ?? none
    return {
      name,
      was: { privileges: minus(was.privileges, gone), grantable: minus(was.grantable, gone) },
      now: after.columns[name] ?? none,
    }
  })
  const revoked = [...gone, ...parts.flatMap(({ name, was, now }) => on(name, minus(was.privileges, now.privileges)))]
  const options = [
    ...lostOption(before, after),
    ...parts.flatMap(({ name, was, now }) => on(name, lostOption(was, now))),
  ]
  const plain = [...plainly(before, after), ...parts.flatMap(({ name, was, now }) => on(name, plainly(was, now)))]
  const grantable = [
    ...minus(after.grantable, before.grantable),
    ...parts.flatMap(({ name, was, now }) => on(name, minus(now.grantable, was.grantable))),
  ]
  const { at, to } = places(after)
  return [
    ...say(revoked, (list) => `revoke ${list} on ${at} from ${to}`),
    ...say(options, (list) => `revoke grant option for ${list} on ${at} from ${to}`),
    ...say(plain, (list) => `grant ${list} on ${at} to ${to}`),
    ...say(grantable, (list) => `grant ${list} on ${at} to ${to} with grant option`),
  ]
}

function places({ on: owner, name }: Grant): { readonly at: string; readonly to: string } {
  if (owner === null) throw bug(`a grant to ${name.name} on nothing`)
  return { at: grantTarget(owner), to: role(name.name) }
}

function say(list: readonly string[], sql: (list: string) => string): Statement[] {
  return list.length === 0 ? [] : [statement(sql(list.join(', ')), [])]
}

/** Privileges that stay without the right to pass them on. */
function lostOption(before: Privileges, after: Privileges): string[] {
  return minus(before.grantable, after.grantable).filter((privilege) => after.privileges.includes(privilege))
}

/** Privileges that come without that right. */
function plainly(before: Privileges, after: Privileges): string[] {
  return minus(minus(after.privileges, before.privileges), after.grantable)
}

function on(column: string, privileges: readonly string[]): string[] {
  return privileges.map((privilege) => `${privilege} (${quote(column)})`)
}
