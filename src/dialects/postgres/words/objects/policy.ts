import { sameValue } from '../../../../lib/compare.ts'
import type { Statement } from '../../../../model/statement.ts'
import type { Policy } from '../../../../model/objects/policy.ts'
import { literal, qualify, quote } from '../quote.ts'
import { lock, statement } from '../statement.ts'
import { roleList } from './role.ts'
import type { KindWords } from './kind-words.ts'
import { tableOf } from './on-table.ts'

export const policy: KindWords<Policy> = {
  create: (one) => [locked(one, `create policy ${policyDefinition(one)}`), ...comment({ ...one, comment: null }, one)],

  drop: (one) => [locked(one, `drop policy ${named(one)}`)],

  /** ALTER POLICY takes no condition away, and changes neither the command nor the sense. */
  alter(before, after) {
    const loses = (a: string | null, b: string | null): boolean => a !== null && b === null
    if (
      before.command !== after.command ||
      before.restrictive !== after.restrictive ||
      loses(before.using, after.using) ||
      loses(before.withCheck, after.withCheck)
    )
      return null
    const clauses = [
      ...(sameValue(before.roles, after.roles) ? [] : [`to ${roleList(after.roles)}`]),
      ...(before.using === after.using ? [] : [`using (${after.using})`]),
      ...(before.withCheck === after.withCheck ? [] : [`with check (${after.withCheck})`]),
    ]
    return [
      ...(clauses.length === 0 ? [] : [locked(after, `alter policy ${named(after)}\n  ${clauses.join('\n  ')}`)]),
      ...comment(before, after),
    ]
  },

  rename: (one, to) => [locked(one, `alter policy ${named(one)} rename to ${quote(to.name)}`)],
}

/** What stands after CREATE POLICY, on `relation` instead of its table when that is given. */
export function policyDefinition(one: Policy, relation: string = qualify(tableOf(one))): string {
  const { name, restrictive, command, roles, using, withCheck } = one
  return [
    `${quote(name.name)} on ${relation}`,
    ...(restrictive ? ['as restrictive'] : []),
    ...(command === 'all' ? [] : [`for ${command}`]),
    ...(sameValue(roles, ['public']) ? [] : [`to ${roleList(roles)}`]),
    ...(using === null ? [] : [`using (${using})`]),
    ...(withCheck === null ? [] : [`with check (${withCheck})`]),
  ].join('\n  ')
}

function named(one: Policy): string {
  return `${quote(one.name.name)} on ${qualify(tableOf(one))}`
}

function locked(one: Policy, sql: string): Statement {
  return statement(sql, lock('access_exclusive', tableOf(one)))
}

function comment(before: Policy, after: Policy): Statement[] {
  if (before.comment === after.comment) return []
  const text = after.comment === null ? 'null' : literal(after.comment)
  return [statement(`comment on policy ${named(after)} is ${text}`, lock('share_update_exclusive', tableOf(after)))]
}
