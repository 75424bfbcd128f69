import { bug } from '../../../../lib/errors.ts'
import type { Owner } from '../../../../model/objects/owner.ts'
import type { Statement } from '../../../../model/statement.ts'
import { quote } from '../quote.ts'
import { lock, statement } from '../statement.ts'
import type { KindWords } from './kind-words.ts'
import { role } from './role.ts'
import { grantTarget, isRelation, ownerTarget } from './securable.ts'

export const owner: KindWords<Owner> = {
  create: (one) => [...cleared(one), give(one, quote(one.role))],
  /** Whoever creates something owns it. */
  drop: (one) => [give(one, 'current_user')],
  alter: (before, after) => (before.role === after.role ? [] : [give(after, quote(after.role))]),
  rename: null,
}

/** Before it changes hands: who has created it has granted. */
function cleared({ on, clear }: Owner): Statement[] {
  const roles = Object.keys(clear).sort()
  if (on === null || roles.length === 0) return []
  const target = grantTarget(on)
  return [
    statement(`revoke all on ${target} from ${roles.map(role).join(', ')}`, []),
    ...roles.flatMap((name) => {
      const own = clear[name] ?? []
      return own.length === 0 ? [] : [statement(`grant ${own.join(', ')} on ${target} to ${role(name)}`, [])]
    }),
  ]
}

function give({ on, name }: Owner, to: string): Statement {
  if (on === null) throw bug(`the owner of ${name.name} owns nothing`)
  return statement(`alter ${ownerTarget(on)} owner to ${to}`, isRelation(on) ? lock('access_exclusive', on.name) : [])
}
