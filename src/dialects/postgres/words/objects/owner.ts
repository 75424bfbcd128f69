import { bug } from '../../../../lib/errors.ts'
import type { Owner } from '../../../../model/objects/owner.ts'
import type { Statement } from '../../../../model/statement.ts'
import { quote } from '../quote.ts'
import { lock, statement } from '../statement.ts'
import type { KindWords } from './kind-words.ts'
import { roleList } from './role.ts'
import { grantTarget, isRelation, ownerTarget } from './securable.ts'

export const owner: KindWords<Owner> = {
  create: (one) => [
    give(one, quote(one.role)),
    ...(one.on === null || one.clear.length === 0
      ? []
      : [statement(`revoke all on ${grantTarget(one.on)} from ${roleList(one.clear)}`, [])]),
  ],
  /** Whoever creates something owns it. */
  drop: (one) => [give(one, 'current_user')],
  alter: (before, after) => (before.role === after.role ? [] : [give(after, quote(after.role))]),
  rename: null,
}

function give({ on, name }: Owner, role: string): Statement {
  if (on === null) throw bug(`the owner of ${name.name} owns nothing`)
  return statement(`alter ${ownerTarget(on)} owner to ${role}`, isRelation(on) ? lock('access_exclusive', on.name) : [])
}
