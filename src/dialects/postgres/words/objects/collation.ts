import type { Collation } from '../../../../model/objects/collation.ts'
import { moved } from '../moved.ts'
import { literal, qualify } from '../quote.ts'
import { statement } from '../statement.ts'
import { commentOn } from './comment-on.ts'
import { dependents } from './dependents.ts'
import type { KindWords } from './kind-words.ts'

export const collation: KindWords<Collation> = {
  create: (one) => [
    statement(`create collation ${qualify(one.name)} (${definition(one)})`, []),
    ...commentOn(`collation ${qualify(one.name)}`, null, one.comment),
  ],

  drop: ({ name }) => [statement(`drop collation ${qualify(name)}`, [])],

  alter: (before, after) =>
    definition(before) === definition(after)
      ? commentOn(`collation ${qualify(after.name)}`, before.comment, after.comment)
      : null,

  rename: ({ name }, to) => moved('collation', name, to),

  questions: {
    used: ({ name }) =>
      dependents(`select 'pg_collation'::regclass::oid, to_regcollation(${literal(qualify(name))})::oid`, {
        failure: `something uses collation ${name.name}`,
        help: 'Sort it by another collation first.',
      }),
  },

  discard: (name) => statement(`drop collation if exists ${qualify(name)}`, []),
}

function definition({ provider, lcCollate, lcCtype, deterministic, rules }: Collation): string {
  return [
    `provider = ${provider}`,
    ...(lcCollate === lcCtype
      ? [`locale = ${literal(lcCollate)}`]
      : [`lc_collate = ${literal(lcCollate)}`, `lc_ctype = ${literal(lcCtype)}`]),
    ...(deterministic ? [] : ['deterministic = false']),
    ...(rules === null ? [] : [`rules = ${literal(rules)}`]),
  ].join(', ')
}
